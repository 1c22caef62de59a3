import { describe, expect, test } from 'vitest';
import { factKinds, type Fact, type FactKind } from '../facts.ts';
import { decide } from './decide.ts';
import { letterRaises } from './both-codes.ts';
import { evidenceKindNames, evidenceKinds, type EvidenceKind } from './evidence-kinds.ts';
import { profileNames, profiles, type ProfileName } from './profiles.ts';

const now = new Date('2026-03-10T15:00:00.000Z');
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
const day = 86_400_000;
const hourAgo = before(3_600_000);

const fact = (kind: FactKind, method: string, more: Partial<Fact> = {}): Fact => ({
  kind,
  source: 'proofing',
  method,
  result: 'yes',
  at: hourAgo,
  ...more,
});

/** Everything that makes a piece count, of the first method that it knows. */
const counting = (evidence: EvidenceKind): Fact[] =>
  evidenceKinds[evidence].counts.map(({ kind, methods }) => fact(kind, methods[0], { evidence }));

const person = [
  fact('age_reached', 'birth-date'),
  fact('identity_validated', 'records-bureau'),
  fact('death_record', 'records-bureau', { result: 'no' }),
];
const phoneCode = fact('address_confirmed', 'sms-code', { evidence: 'phone_account' });
const letterCode = fact('address_confirmed', 'letter-code', { evidence: 'state_id' });
const letterElsewhere = fact('address_confirmed', 'letter-code-stated-address');
const lookedAt = (evidence: EvidenceKind, method = 'visual-comparison') =>
  fact('evidence_verified', method, { evidence });

const id = [...counting('state_id'), ...person];
const byPhone = [...id, ...counting('phone_account'), phoneCode];
const byLetter = [...id, letterCode];
const byBoth = [...byPhone, letterCode];

const without = (facts: readonly Fact[], ...kinds: FactKind[]) =>
  facts.filter(({ kind }) => !kinds.includes(kind));
const changed = (facts: readonly Fact[], kind: FactKind, changes: Partial<Fact>) =>
  facts.map((one) => (one.kind === kind ? { ...one, ...changes } : one));
const and = (facts: readonly Fact[], kind: FactKind, changes: Partial<Fact>) => [
  ...facts,
  ...facts.filter((one) => one.kind === kind).map((one) => ({ ...one, ...changes })),
];
const risky = fact('risk_low', 'risk-source', { result: 'no' });
const reviewed = (result: Fact['result'], at = before(60_000)) =>
  fact('review_passed', 'two-operators', { result, at });

const phone = 'verified document-and-phone';
const letter = 'verified document-and-letter';
const ial2 = 'ial2 every-piece-verified';
const everyPiece =
  'lacks evidence_presented evidence_consistent evidence_authentic evidence_validated';

type Row = [
  what: string,
  facts: readonly Fact[],
  published: string,
  rev3?: string | undefined,
  rev4?: string | undefined,
];

/** What is said of the published profile is so in the others where nothing else is said. */
// prettier-ignore
const table: readonly Row[] = [
  // The ways of the public page, and how far each revision follows.
  ['by phone',                                        byPhone,                                                       phone],
  ['by letter',                                       byLetter,                                                      letter],
  ['by both',                                         byBoth,                                                        phone, phone, ial2],
  ['by both, in another order',                       byBoth.toReversed(),                                           phone, phone, ial2],
  ['by both, everything twice',                       [...byBoth, ...byBoth],                                        phone, phone, ial2],
  ['by a voice code',                                 changed(byPhone, 'address_confirmed', { method: 'voice-code' }), phone],
  ['by letter to an address that the ID does not bear', [...id, letterElsewhere],                                    letter],
  ['by phone, and letter to such an address',         [...byPhone, letterElsewhere],                                 phone],
  ['by phone, and somebody compared the picture',     [...byPhone, lookedAt('state_id')],                            phone, phone, ial2],
  ['by phone, and a face comparison',                 [...byPhone, lookedAt('state_id', 'face-comparison')],         phone, phone, ial2],
  ['a comparison of another piece',                   [...byPhone, lookedAt('passport')],                            phone],
  ['a comparison of no piece',                        [...byPhone, { ...lookedAt('state_id'), evidence: undefined } as unknown as Fact], phone],
  ['a comparison in an unheard-of way',               [...byPhone, lookedAt('state_id', 'quiz')],                    phone],
  // What each stage lacks.
  ['nothing at all',                                  [],                                                            `${everyPiece} age_reached identity_validated address_confirmed`, undefined, `${everyPiece} age_reached identity_validated death_record address_confirmed`],
  ['no document',                                     without(byPhone, 'evidence_presented'),                        'lacks evidence_presented'],
  ['an inconsistent barcode',                         changed(byPhone, 'evidence_consistent', { result: 'no' }),     'lacks evidence_consistent'],
  ['a forgery',                                       changed(byPhone, 'evidence_authentic', { result: 'no' }),      'lacks evidence_authentic'],
  ['authenticity not checked',                        changed(byPhone, 'evidence_authentic', { result: 'not_checked' }), 'lacks evidence_authentic'],
  ['a document checker that was down',                changed(byPhone, 'evidence_authentic', { result: 'unavailable' }), 'lacks evidence_authentic'],
  ['an applicant under age',                          changed(byPhone, 'age_reached', { result: 'no' }),             'lacks age_reached'],
  ['an age nobody looked at',                         without(byPhone, 'age_reached'),                               'lacks age_reached'],
  ['an issuing source that disagrees',                changed(byPhone, 'evidence_validated', { result: 'no' }),      'lacks evidence_validated'],
  ['an issuing source that was down',                 changed(byPhone, 'evidence_validated', { result: 'unavailable' }), 'lacks evidence_validated'],
  ['validated in a way of another kind of document',  changed(byPhone, 'evidence_validated', { method: 'state-department' }), 'lacks evidence_validated'],
  ['a bureau that disagrees',                         changed(byPhone, 'identity_validated', { result: 'no' }),      'lacks identity_validated'],
  ['a bureau that was down',                          changed(byPhone, 'identity_validated', { result: 'unavailable' }), 'lacks identity_validated'],
  ['a death record',                                  changed(byPhone, 'death_record', { result: 'yes' }),           'lacks death_record'],
  ['nobody asked for a death record',                 without(byPhone, 'death_record'),                              phone, phone, 'lacks death_record'],
  ['a death record that could not be looked up',      changed(byPhone, 'death_record', { result: 'unavailable' }),   phone, phone, 'lacks death_record'],
  ['somebody else’s telephone, and a code to it',     changed(byPhone, 'phone_owned', { result: 'no' }),             'lacks phone_owned'],
  ['an internet line, and a code to it',              changed(byPhone, 'phone_line_bound', { result: 'no' }),        'lacks phone_line_bound'],
  ['an internet line, and a letter',                  changed(byBoth, 'phone_line_bound', { result: 'no' }),         letter],
  ['somebody else’s telephone, and a letter',         changed(byBoth, 'phone_owned', { result: 'no' }),              letter],
  ['a wrong code',                                    changed(byPhone, 'address_confirmed', { result: 'no' }),       'lacks address_confirmed'],
  ['a wrong code to the phone, the right one by letter', [...changed(byPhone, 'address_confirmed', { result: 'no' }), letterCode], letter],
  ['the right code to the phone, a wrong one by letter', [...byPhone, { ...letterCode, result: 'no' }],              phone],
  ['no code',                                         without(byPhone, 'address_confirmed'),                         'lacks address_confirmed'],
  ['neither telephone nor code',                      without(byPhone, 'phone_owned', 'address_confirmed'),          'lacks address_confirmed'],
  ['a code by a way that is not in the policy',       changed(byPhone, 'address_confirmed', { method: 'postcard' }), 'lacks address_confirmed'],
  ['a letter and nothing of the document',            [...person, letterCode],                                       everyPiece],
  ['facts of the document that do not say of which',  byPhone.map(({ evidence: _none, ...one }) => one),             `${everyPiece} address_confirmed`],
  ['facts of the document said of the phone',         byPhone.map((one) => (one.evidence === undefined ? one : { ...one, evidence: 'phone_account' as const })), everyPiece],
  // Age of facts.
  ['a check 60 days old',                             changed(byPhone, 'identity_validated', { at: before(60 * day) }),     phone],
  ['a check a millisecond older',                     changed(byPhone, 'identity_validated', { at: before(60 * day + 1) }), 'lacks identity_validated'],
  ['a check of this very moment',                     changed(byPhone, 'identity_validated', { at: before(0) }),     phone],
  ['a check from the future',                         changed(byPhone, 'identity_validated', { at: before(-1) }),    'lacks identity_validated'],
  ['a letter that took 29 days, its ID 29 days old',  changed(byLetter, 'evidence_presented', { at: before(29 * day) }), letter],
  ['an ID 61 days old',                               changed(byLetter, 'evidence_presented', { at: before(61 * day) }), 'lacks evidence_presented'],
  ['a record of death 400 days old',                  changed(byPhone, 'death_record', { result: 'yes', at: before(400 * day) }), 'lacks death_record'],
  // One after the other.
  ['a failed try, mended later',                      and(byPhone, 'identity_validated', { at: before(2 * day), result: 'no' }),   phone],
  ['a good try, failed later',                        and(byPhone, 'identity_validated', { at: before(1), result: 'no' }),         'lacks identity_validated'],
  ['yes and no in one instant',                       and(byPhone, 'identity_validated', { result: 'no' }),                        'lacks identity_validated'],
  ['yes and no in one instant, written differently',  and(byPhone, 'identity_validated', { at: hourAgo.replace('.000Z', 'Z'), result: 'no' }), 'lacks identity_validated'],
  ['two ways in one instant, the known one second',   and(byPhone, 'address_confirmed', { method: 'postcard' }).toReversed(),      phone],
  ['a forgery once, a good document later',           and(byPhone, 'evidence_authentic', { at: before(2 * day), result: 'no' }),   'lacks evidence_authentic'],
  ['a death record once, none later',                 and(byPhone, 'death_record', { at: before(2 * day), result: 'yes' }),        'lacks death_record'],
  ['a picture once not good enough, a good one later', and(byPhone, 'evidence_authentic', { at: before(2 * day), result: 'not_checked' }), phone],
  ['another kind of document twice, the known later', and(byPhone, 'evidence_presented', { at: before(2 * day), method: 'mrz' }),  phone],
  // Risk.
  ['a low risk',                                      [...byPhone, { ...risky, result: 'yes' }],                     phone],
  ['a risk source that was down',                     [...byPhone, { ...risky, result: 'unavailable' }],             phone],
  ['a risk',                                          [...byPhone, risky],                                           'parked'],
  ['a risk, and not everything there',                [...without(byPhone, 'address_confirmed'), risky],             'lacks address_confirmed'],
  ['a risk, looked at and passed',                    [...byPhone, risky, reviewed('yes')],                          phone],
  ['a risk found after somebody passed it',           [...byPhone, { ...risky, at: before(1) }, reviewed('yes')],    'parked'],
  ['a risk, looked at and refused',                   [...byPhone, risky, reviewed('no')],                           'lacks review_passed'],
  ['a risk once, none at the next look',              [...byPhone, { ...risky, at: before(day) }, { ...risky, result: 'yes' }], phone],
  ['passed without a need',                           [...byPhone, reviewed('yes')],                                 phone],
  // Kinds that come later find their places: rows, not branches.
  ['a mobile licence, unlocked',                      [...counting('mobile_license'), ...person, lookedAt('mobile_license', 'device-signature')], `${everyPiece} address_confirmed`, undefined, ial2],
  ['a mobile licence, unlocked, and a letter',        [...counting('mobile_license'), ...person, lookedAt('mobile_license', 'device-signature'), letterElsewhere], letter, undefined, ial2],
  ['a mobile licence that nobody unlocked',           [...counting('mobile_license'), ...person, letterElsewhere],   letter],
  ['a mobile licence whose signature is wrong',       changed([...counting('mobile_license'), ...person], 'evidence_authentic', { result: 'no' }), 'lacks evidence_authentic'],
  ['a PIV card, unlocked, and a phone',               [...counting('piv_card'), ...counting('phone_account'), ...person, lookedAt('piv_card', 'device-signature'), phoneCode], phone, ial2, ial2],
  ['a passport and a phone',                          [...counting('passport'), ...counting('phone_account'), ...person, phoneCode], phone],
  ['a passport, its chip unread, looked at, and a phone', [...counting('passport'), ...counting('phone_account'), ...person, lookedAt('passport'), phoneCode], phone, phone, ial2],
  ['a passport’s chip, looked at, and a phone',       [...counting('passport_chip'), ...counting('phone_account'), ...person, lookedAt('passport_chip'), phoneCode], phone, ial2, ial2],
  ['a state ID and a passport, both looked at, and a phone code', [...byPhone, ...counting('passport'), lookedAt('state_id'), lookedAt('passport')], phone, ial2, ial2],
  ['a state ID and a passport, one looked at',        [...byPhone, ...counting('passport'), lookedAt('passport')],   phone, phone, ial2],
];

const inWords = (facts: readonly Fact[], profile: ProfileName, at = now) => {
  const { level, pathway, missing, inReview } = decide(facts, profiles[profile], at);
  if (inReview) return 'parked';
  return level === null ? `lacks ${missing.join(' ')}` : `${level} ${pathway}`;
};

describe('what reaches which level is decided by the tables of the profile alone (PROOF-9)', () => {
  test('at least 60 sets of facts, in three profiles', () => {
    expect(table.length).toBeGreaterThanOrEqual(60);
  });

  for (const name of profileNames) {
    describe(name, () => {
      test.each(table)('%s', (_what, facts, published, rev3, rev4) => {
        const said = { 'as-published': published, 'nist-800-63a-3': rev3, 'nist-800-63a-4': rev4 };
        expect(inWords(facts, name)).toBe(said[name] ?? published);
      });
    });
  }

  test('the pieces that counted are named', () => {
    expect(decide(byPhone, profiles['as-published'], now).evidence).toEqual([
      'state_id',
      'phone_account',
    ]);
    expect(decide(byLetter, profiles['as-published'], now).evidence).toEqual(['state_id']);
  });

  test('the same question has the same answer, and the facts are left as they were', () => {
    const facts = Object.freeze(byBoth.map((one) => Object.freeze({ ...one })));
    for (const profile of Object.values(profiles))
      expect(decide(facts, profile, now)).toEqual(decide(facts, profile, now));
    expect(facts).toEqual(byBoth);
  });
});

describe('levels are honest (PROOF-20)', () => {
  test('a code to a telephone alone is never more than verified, in any profile', () => {
    for (const name of profileNames) expect(inWords(byPhone, name)).toBe(phone);
  });

  test('as published, nothing is called ial2', () => {
    expect(profiles['as-published'].pathways.map(({ level }) => level)).not.toContain('ial2');
  });

  test('ial2 takes every piece verified, and comes before what is less', () => {
    for (const { pathways } of Object.values(profiles)) {
      const levels = pathways.map(({ level }) => level);
      expect(levels).toEqual(levels.toSorted());
      for (const { level, everyPieceVerified } of pathways)
        expect(everyPieceVerified).toBe(level === 'ial2');
    }
  });

  test('no single piece of evidence, nor any pair below what the revision names, reaches ial2', () => {
    const facts = (kinds: readonly EvidenceKind[]) => [
      ...kinds.flatMap((evidence) => [
        ...counting(evidence),
        ...evidenceKinds[evidence].verified.map(({ kind, methods }) =>
          fact(kind, methods[0], { evidence }),
        ),
      ]),
      ...person,
      phoneCode,
    ];
    const classOf = profiles['nist-800-63a-4'].classes;
    for (const kinds of subsets(evidenceKindNames)) {
      const strong = kinds.filter((one) => classOf[one] === 'STRONG').length;
      const superior = kinds.filter((one) => classOf[one] === 'SUPERIOR').length;
      const fair = kinds.length - strong - superior;
      const enough = {
        'as-published': false,
        'nist-800-63a-3': superior > 0 || strong > 1,
        'nist-800-63a-4': superior > 0 || strong > 1 || (strong > 0 && fair > 0),
      };
      for (const name of profileNames)
        expect(inWords(facts(kinds), name) === ial2, `${name}: ${kinds.join(' ')}`).toBe(
          enough[name],
        );
    }
  });
});

function subsets<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: 2 ** items.length }, (_none, bits) =>
    items.filter((_item, at) => ((bits >> at) & 1) === 1),
  );
}

const ranks = ['lacks', 'parked', 'verified', 'ial2'];
const rank = (facts: readonly Fact[], name: ProfileName) =>
  ranks.indexOf(inWords(facts, name).split(' ')[0] ?? '');

/** What counts against the applicant: any answer but "yes", and of a record of death the "yes". */
const failures = (changes: Partial<Fact>): Fact[] =>
  factKinds.flatMap((kind) => {
    const result = kind === 'death_record' ? 'yes' : 'no';
    const known = byBoth.filter((one) => one.kind === kind);
    const bare = fact(kind, 'unheard-of', { result, ...changes });
    return known.length === 0
      ? [bare]
      : known.map((one) => ({ ...one, result, at: hourAgo, ...changes }) as Fact);
  });

describe('a further failed fact never raises the level (PROOF-9)', () => {
  // prettier-ignore
  const moments: [string, Partial<Fact>][] = [
    ['long before',       { at: before(40 * day) }],
    ['the day before',    { at: before(day) }],
    ['at the same time',  {}],
    ['since',             { at: before(1) }],
    ['in the future',     { at: before(-day) }],
    ['in an unknown way', { method: 'unheard-of' }],
    ['of another piece',  { evidence: 'passport' }],
    ['down',              { result: 'unavailable' }],
    ['not checked',       { result: 'not_checked' }],
  ];

  test.each(moments)(
    '%s, after what is good and all but one of it, in every profile',
    (_when, changes) => {
      const bad = failures(changes);
      const allButOne = byBoth.map((one) => byBoth.filter((other) => other !== one));
      for (const name of profileNames) {
        for (const good of [byBoth, byPhone, byLetter, ...allButOne]) {
          const level = rank(good, name);
          for (const first of bad) expect(rank([...good, first], name)).toBeLessThanOrEqual(level);
        }
      }
    },
  );

  test.each(moments)('%s, after another failure', (_when, changes) => {
    for (const first of failures(changes)) {
      const level = rank([...byBoth, first], 'nist-800-63a-4');
      for (const second of failures({}))
        expect(rank([...byBoth, first, second], 'nist-800-63a-4')).toBeLessThanOrEqual(level);
    }
  });
});

test.each(profileNames)(
  '%s: that a letter beside a phone raises the level is as the facts are decided',
  (name) => {
    const levelOf = (facts: readonly Fact[]) => decide(facts, profiles[name], now).level;
    expect(letterRaises(profiles[name])).toBe(levelOf(byBoth) !== levelOf(byPhone));
  },
);
