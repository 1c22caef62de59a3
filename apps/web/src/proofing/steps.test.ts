import { describe, expect, test } from 'vitest';
import { applicationStates, type ApplicationState } from '@signet/contracts/proofing';
import { applicationId, attributes, phone, ssn } from '../testing/person.ts';
import type { Draft } from './draft.ts';
import { proofingRoutes } from './routes.tsx';
import { cleared, isOpen, phases, resumeAt, steps, type Standing } from './steps.ts';

const whole: Required<Omit<Draft, 'pending'>> = {
  applicationId,
  agreed: true,
  ticket: 'a..b.c.d',
  attributes,
  statedAddress: attributes.address,
  ssn,
  phone,
  channel: 'sms',
  phoneConfirmed: true,
};
type Field = Exclude<keyof typeof whole, 'applicationId'>;
const fields: readonly Field[] = [
  'agreed',
  'ticket',
  'attributes',
  'statedAddress',
  'ssn',
  'phone',
  'channel',
  'phoneConfirmed',
];

const having = (known: readonly Field[]): Draft =>
  Object.fromEntries(
    Object.entries(whole).filter(
      ([name]) => name === 'applicationId' || known.includes(name as Field),
    ),
  ) as Draft;

/** Every draft that there can be: each field known or not. */
const drafts = Array.from({ length: 2 ** fields.length }, (_none, bits) =>
  having(fields.filter((_field, at) => (bits >> at) % 2 === 1)),
);
const at = (state: ApplicationState, awaitsLetter = state === 'letter-sent'): Standing => ({
  state,
  awaitsLetter,
});
const standings = [...applicationStates.map((state) => at(state)), at('code-sent', true)];
const everywhere = standings.flatMap((standing) =>
  drafts.map((draft) => [standing, draft] as const),
);

describe('the steps are a table', () => {
  test('no page twice, every phase has a page, and phases come in their order', () => {
    expect(new Set(steps.map(({ path }) => path)).size).toBe(steps.length);
    const order = steps.map(({ phase }) => phases.indexOf(phase));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(new Set(steps.map(({ phase }) => phase))).toEqual(new Set(phases));
  });

  test('every row is a route, and beside them there are three pages that are none', () => {
    const routes = proofingRoutes.map(({ path = '' }) => path.replace(/^verify\/?/, ''));
    const wanted: string[] = [...steps.map(({ path }) => path), '', 'hand-off', 'recovery-key'];
    expect(routes).toHaveLength(wanted.length);
    expect(new Set(routes)).toEqual(new Set(wanted));
  });

  test('every state of an application has a page for someone who lost nothing', () => {
    for (const state of applicationStates)
      expect(steps.some(({ path }) => isOpen(path, at(state), whole))).toBe(true);
  });

  test('once a credential is issued nothing but saving it makes sense', () => {
    expect(
      steps.filter(({ path }) => isOpen(path, at('issued'), whole)).map(({ path }) => path),
    ).toEqual(['saving']);
  });

  test('until then the photographs can be taken again, also when what was checked is too old by now', () => {
    for (const state of applicationStates.filter((one) => one !== 'issued' && one !== 'in-review'))
      expect(isOpen('id', at(state), whole)).toBe(true);
  });
});

describe('where a person goes on (PROOF-10)', () => {
  const examined = ['agreed', 'ticket', 'attributes'] as const;
  // prettier-ignore
  test.each<[string, ApplicationState, readonly Field[], string | undefined]>([
    ['nothing was agreed to',                   'started',             [],                               'start'],
    ['agreed, no photographs yet',              'started',             ['agreed'],                       'id'],
    ['the photographs were taken',              'document-examined',   examined,                         'ssn'],
    ['the SSN was entered',                     'document-examined',   [...examined, 'ssn'],             'review'],
    ['the information matched',                 'information-checked', [...examined, 'ssn'],             'phone'],
    ['a code was sent',                         'code-sent',           fields,                           'code'],
    ['a code was sent to a number not kept',    'code-sent',           [...examined, 'ssn'],             'phone'],
    ['a letter is on its way',                  'letter-sent',         [...examined, 'ssn'],             'letter-sent'],
    ['a phone is confirmed, a letter waited for', 'letter-sent',       fields,                           'letter-sent'],
    ['the code came back',                      'address-confirmed',   fields,                           'saving'],
    ['issued, and closed before it was saved',  'issued',              fields,                           'saving'],
    ['examined, but the ticket was not kept',   'document-examined',   ['agreed'],                       'id'],
    ['confirmed, but the ticket was not kept',  'address-confirmed',   ['agreed'],                       'id'],
    ['the draft was lost after the photographs', 'document-examined',  [],                               'start'],
    ['the draft was lost near the end',         'address-confirmed',   [],                               'start'],
    ['the draft was lost after issuing',        'issued',              [],                               undefined],
  ])('%s', (_what, state, known, page) => {
    expect(resumeAt(at(state), having(known))).toBe(page);
  });

  test('whose ID does not say where they live is asked for it before they review (PROOF-40)', () => {
    const { address: _address, ...noAddress } = attributes;
    const { statedAddress, ...rest } = having([...examined, 'ssn', 'statedAddress']);
    const known: Draft = { ...rest, attributes: noAddress };
    expect(resumeAt(at('document-examined'), known)).toBe('address');
    expect(isOpen('review', at('document-examined'), known)).toBe(false);
    const answered = { ...known, ...(statedAddress && { statedAddress }) };
    expect(resumeAt(at('document-examined'), answered)).toBe('review');
  });

  test('a letter on its way is not lost over a phone that was tried: both its pages open, and it is gone on with (LETTER-7)', () => {
    const tried = at('code-sent', true);
    expect(resumeAt(tried, whole)).toBe('letter-sent');
    expect(isOpen('letter-code', tried, whole)).toBe(true);
    for (const page of ['phone', 'code'] as const) expect(isOpen(page, tried, whole)).toBe(true);
    for (const page of ['letter-sent', 'letter-code'] as const)
      expect(isOpen(page, at('code-sent'), whole)).toBe(false);
  });

  test('it is always a page that makes sense, so nobody is sent in a circle', () => {
    for (const [state, draft] of everywhere) {
      const page = resumeAt(state, draft);
      expect(page === undefined || isOpen(page, state, draft)).toBe(true);
    }
  });

  test('there is always one, but after an issued credential that was lost with its draft', () => {
    const lost = everywhere.filter(([state, draft]) => resumeAt(state, draft) === undefined);
    expect(new Set(lost.map(([{ state }]) => state))).toEqual(new Set(['issued']));
    for (const [, { ticket, attributes: known }] of lost)
      expect(ticket === undefined || known === undefined).toBe(true);
  });
});

describe('going back to a page', () => {
  test('undoes what was said there and after, and leaves what the page needs', () => {
    for (const { path } of steps) {
      for (const [state, draft] of everywhere.filter(([state, draft]) =>
        isOpen(path, state, draft),
      ))
        expect(isOpen(path, state, cleared(path, draft))).toBe(true);
    }
  });

  test('to the photographs undoes all but the agreement', () => {
    expect(cleared('id', whole)).toEqual({ applicationId, agreed: true });
  });

  test('to the SSN or the phone undoes that alone, and changes no draft in place', () => {
    expect(cleared('ssn', whole)).toEqual(
      having([
        'agreed',
        'ticket',
        'attributes',
        'statedAddress',
        'phone',
        'channel',
        'phoneConfirmed',
      ]),
    );
    expect(cleared('phone', whole)).toEqual(
      having(['agreed', 'ticket', 'attributes', 'statedAddress', 'ssn']),
    );
    expect(whole.ssn).toBe(ssn);
  });
});
