import { describe, expect, test } from 'vitest';
import { factKinds, type Fact, type FactKind } from '@signet/contracts/facts';
import { allFacts } from '../testing/applicant.ts';
import { asPublished } from './as-published.ts';
import { decide } from './decide.ts';

const now = new Date('2026-03-10T15:00:00.000Z');
const verified = 'verified';
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
const day = 86_400_000;

const levelOf = (facts: readonly Fact[]) => decide(facts, asPublished, now).level;
const without = (...kinds: FactKind[]) => allFacts.filter(({ kind }) => !kinds.includes(kind));
const changed = (kind: FactKind, changes: Partial<Fact>) =>
  allFacts.map((one) => (one.kind === kind ? { ...one, ...changes } : one));
const and = (kind: FactKind, changes: Partial<Fact>) => [
  ...allFacts,
  ...allFacts.filter((one) => one.kind === kind).map((one) => ({ ...one, ...changes })),
];

// prettier-ignore
const table: [string, readonly Fact[], string | null, string[]][] = [
  ['every fact that is asked for',                    allFacts,                                                      verified, []],
  ['the same in another order',                       allFacts.toReversed(),                                         verified, []],
  ['every fact twice',                                [...allFacts, ...allFacts],                                    verified, []],
  ['a voice code instead of a message',               changed('address_confirmed', { method: 'voice-code' }),        verified, []],
  ['nobody asked for a death record',                 without('death_record'),                                       verified, []],
  ['a death record that could not be looked up',      changed('death_record', { result: 'unavailable' }),            verified, []],
  ['nothing at all',                                  [],                                                            null, ['evidence_presented', 'evidence_consistent', 'evidence_authentic', 'age_reached', 'evidence_validated', 'identity_validated', 'phone_owned', 'address_confirmed']],
  ['no document',                                     without('evidence_presented'),                                 null, ['evidence_presented']],
  ['an inconsistent barcode',                         changed('evidence_consistent', { result: 'no' }),              null, ['evidence_consistent']],
  ['a forgery',                                       changed('evidence_authentic', { result: 'no' }),               null, ['evidence_authentic']],
  ['authenticity not checked',                        changed('evidence_authentic', { result: 'not_checked' }),      null, ['evidence_authentic']],
  ['a document checker that was down',                changed('evidence_authentic', { result: 'unavailable' }),      null, ['evidence_authentic']],
  ['an applicant under age',                          changed('age_reached', { result: 'no' }),                      null, ['age_reached']],
  ['an issuing source that disagrees',                changed('evidence_validated', { result: 'no' }),               null, ['evidence_validated']],
  ['an issuing source that was down',                 changed('evidence_validated', { result: 'unavailable' }),      null, ['evidence_validated']],
  ['a bureau that disagrees',                         changed('identity_validated', { result: 'no' }),               null, ['identity_validated']],
  ['a death record',                                  changed('death_record', { result: 'yes' }),                    null, ['death_record']],
  ['somebody else\'s telephone',                      changed('phone_owned', { result: 'no' }),                      null, ['phone_owned']],
  ['a wrong code',                                    changed('address_confirmed', { result: 'no' }),                null, ['address_confirmed']],
  ['no code',                                         without('address_confirmed'),                                  null, ['address_confirmed']],
  ['neither telephone nor code',                      without('phone_owned', 'address_confirmed'),                   null, ['phone_owned', 'address_confirmed']],
  ['a code by a way that is not in the policy',       changed('address_confirmed', { method: 'postcard' }),          null, ['address_confirmed']],
  ['a check 30 days old',                             changed('identity_validated', { at: before(30 * day) }),       verified, []],
  ['a check a millisecond older',                     changed('identity_validated', { at: before(30 * day + 1) }),   null, ['identity_validated']],
  ['a check of this very moment',                     changed('identity_validated', { at: before(0) }),              verified, []],
  ['a check from the future',                         changed('identity_validated', { at: before(-1) }),             null, ['identity_validated']],
  ['a failed try, mended later',                      and('identity_validated', { at: before(2 * day), result: 'no' }),                        verified, []],
  ['a good try, failed later',                        and('identity_validated', { at: before(1), result: 'no' }),                              null, ['identity_validated']],
  ['yes and no in one instant',                       and('identity_validated', { result: 'no' }),                                             null, ['identity_validated']],
  ['yes and no in one instant, written differently',  and('identity_validated', { at: '2026-03-10T14:00:00Z', result: 'no' }),                 null, ['identity_validated']],
  ['two ways in one instant, the known one second',   and('address_confirmed', { method: 'postcard' }).toReversed(),                           verified, []],
  ['a forgery once, a good document later',           and('evidence_authentic', { at: before(2 * day), result: 'no' }),                        null, ['evidence_authentic']],
  ['a death record once, none later',                 and('death_record', { at: before(2 * day), result: 'yes' }),                             null, ['death_record']],
  ['a picture once not good enough, a good one later', and('evidence_authentic', { at: before(2 * day), result: 'not_checked' }),              verified, []],
  ['another kind of document twice, the known later', and('evidence_presented', { at: before(2 * day), method: 'mrz' }),                       verified, []],
];

describe('what reaches which level is decided by the table of the policy alone (PROOF-9)', () => {
  test.each(table)('%s', (_what, facts, level, missing) => {
    expect(decide(facts, asPublished, now)).toEqual({
      profile: 'as-published',
      level,
      pathway: level === null ? null : 'state-id-and-phone',
      missing,
      evidence: level === null ? [] : ['state_id', 'phone_account'],
    });
  });

  test('the same question has the same answer, and the facts are left as they were', () => {
    const facts = Object.freeze(allFacts.map((one) => Object.freeze({ ...one })));
    expect(decide(facts, asPublished, now)).toEqual(decide(facts, asPublished, now));
    expect(facts).toEqual(allFacts);
  });
});

/** What would count against the applicant: any answer but "yes", and of a record of death the "yes". */
const failed = (kind: FactKind, changes: Partial<Fact>): Fact => ({
  kind,
  source: 'proofing',
  method: allFacts.find((one) => one.kind === kind)?.method ?? '',
  result: kind === 'death_record' ? 'yes' : 'no',
  at: '2026-03-10T14:00:00.000Z',
  ...changes,
});
const subsets = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: 2 ** items.length }, (_none, bits) =>
    items.filter((_item, at) => ((bits >> at) & 1) === 1),
  );
const rank = (facts: readonly Fact[]) => (levelOf(facts) === null ? 0 : 1);

describe('a further failed fact never raises the level (PROOF-9)', () => {
  // prettier-ignore
  const moments: [string, Partial<Fact>][] = [
    ['long before',      { at: before(40 * day) }],
    ['the day before',   { at: before(day) }],
    ['at the same time', {}],
    ['since',            { at: before(1) }],
    ['in the future',    { at: before(-day) }],
    ['in an unknown way', { method: 'unheard-of' }],
  ];

  test.each(moments)('all good facts, all subsets of failures, %s', (_when, changes) => {
    const failures = factKinds.map((kind) => failed(kind, changes));
    for (const some of subsets(failures)) {
      const level = rank([...allFacts, ...some]);
      for (const further of failures)
        expect(rank([...allFacts, ...some, further])).toBeLessThanOrEqual(level);
    }
  });

  test('all subsets of good facts, each with every single failure in every result', () => {
    const results = ['no', 'unavailable', 'not_checked'] as const;
    const failures = factKinds.flatMap((kind) =>
      kind === 'death_record'
        ? [failed(kind, {})]
        : results.map((result) => failed(kind, { result })),
    );
    for (const good of subsets(allFacts)) {
      const level = rank(good);
      expect(level).toBe(
        allFacts.every((one) => one.kind === 'death_record' || good.includes(one)) ? 1 : 0,
      );
      for (const further of failures) expect(rank([...good, further])).toBeLessThanOrEqual(level);
    }
  });
});
