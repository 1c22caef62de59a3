import { describe, expect, test } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import type { EmailId } from '@signet/contracts/ids';
import { harbor } from '../testing/installation.ts';
import type { Agreement } from './agreements.ts';
import { newlyAsked, standingOf, type Circumstances } from './standing.ts';

const agreedAt = '2026-01-15T10:00:00.000Z';
const day = 24 * 60 * 60_000;
const address = 'eml_00000000000000000000000001' as EmailId;

const before: Agreement = {
  clientId: harbor.clientId,
  offered: ['given_name', 'phone'],
  agreed: ['given_name'],
  emailId: null,
  allEmailIds: [],
  agreedAt,
  verifiedAt: 1_768_000_000,
  batch: 'first',
  terms: 'these',
  stoppedAt: null,
  earlier: [],
};
const all: ClaimName[] = ['given_name', 'all_emails'];
const email: ClaimName[] = ['given_name', 'email'];
const withEmail = { offered: email, agreed: email };
const now: Circumstances = {
  requested: ['given_name', 'phone'],
  verifiedAt: 1_768_000_000,
  batch: 'first',
  underOtherTerms: [],
  keyChanged: false,
  emailIds: [address],
  allEmailIds: [address],
  now: Date.parse(agreedAt) + 365 * day,
};

describe('an answer holds (AGENCY-40)', () => {
  test('where nothing changed, for a year', () => {
    expect(standingOf(before, now)).toBe('same');
  });

  test('where less is asked for than last time', () => {
    expect(standingOf(before, { ...now, requested: ['given_name'] })).toBe('same');
    // Of which nothing was proved.
    const withAddress = { ...before, offered: [...before.offered, 'email' as const] };
    const proved = { verifiedAt: null, batch: null };
    expect(standingOf(withAddress, { ...now, ...proved, requested: ['email'] })).toBe('same');
  });

  test('where all addresses are asked for and all were there', () => {
    const agreed = { ...before, offered: all, agreed: all, allEmailIds: [address] };
    expect(standingOf(agreed, { ...now, requested: all })).toBe('same');
    expect(standingOf(agreed, { ...now, requested: all, allEmailIds: [] })).toBe('same');
    // Whoever said no to them is not asked because of them.
    const without = { ...agreed, agreed: ['given_name' as const], allEmailIds: [] };
    expect(standingOf(without, { ...now, requested: all })).toBe('same');
  });

  test('where the address that went is still theirs, main one or not, and where none is asked for', () => {
    const agreed = { ...before, ...withEmail, emailId: address };
    const another = 'eml_00000000000000000000000002' as EmailId;
    expect(standingOf(agreed, { ...now, requested: email, emailIds: [another, address] })).toBe(
      'same',
    );
    expect(standingOf(agreed, { ...now, requested: ['given_name'], emailIds: [] })).toBe('same');
  });

  test('where what was left out last time is asked for again', () => {
    expect(before.agreed).not.toContain('phone');
    expect(standingOf(before, { ...now, requested: ['phone'] })).toBe('same');
  });
});

describe('a person is asked anew (AGENCY-40)', () => {
  // prettier-ignore
  test.each<[string, string, Partial<Agreement>, Partial<Circumstances>]>([
    ['after they stopped sharing',             'stopped',       { stoppedAt: agreedAt }, {}],
    ['when the agency has another key',        'key-changed',   {}, { keyChanged: true }],
    ['when it asks for more',                  'more',          {}, { requested: ['given_name', 'birthdate'] }],
    ['after they proved themselves anew',      'proved-anew',   {}, { verifiedAt: 1_769_000_000 }],
    ['and on the same day',                    'proved-anew',   {}, { batch: 'second' }],
    ['when all addresses are asked for and one is new', 'more-addresses', { offered: all, agreed: all, allEmailIds: [] }, { requested: all }],
    ['when the address that went is not theirs any more', 'new', { ...withEmail, emailId: address }, { requested: email, emailIds: [] }],
    ['when the address that went is not one that is asked for any more', 'new', { ...withEmail, emailId: address }, { requested: email, emailIds: [], allEmailIds: [address] }],
    ['when all are asked for and one is new that does not go by itself', 'more-addresses', { offered: all, agreed: all, allEmailIds: [] }, { requested: all, emailIds: [] }],
    ['when it is not known which address went', 'new',          { ...withEmail, emailId: null }, { requested: email }],
    ['after a year',                           'a-year',        {}, { now: now.now + 1 }],
    ['after they stopped, whatever else is so', 'stopped',      { stoppedAt: agreedAt }, { keyChanged: true, batch: 'second' }],
  ])('%s', (_when, standing, agreement, circumstances) => {
    expect(standingOf({ ...before, ...agreement }, { ...now, ...circumstances })).toBe(standing);
  });

  test('when the agency promises something else', () => {
    const underOtherTerms = [before];
    expect(standingOf(before, { ...now, underOtherTerms })).toBe('terms-changed');
    const requested: ClaimName[] = ['birthdate', 'phone'];
    expect(standingOf(before, { ...now, underOtherTerms, requested })).toBe('terms-changed');
  });

  test('when it only wants them to come, by the last answer', () => {
    const requested: ClaimName[] = [];
    expect(standingOf(before, { ...now, requested })).toBe('same');
    expect(standingOf(before, { ...now, requested, now: now.now + 1 })).toBe('a-year');
    expect(standingOf(before, { ...now, requested, underOtherTerms: [before] })).toBe(
      'terms-changed',
    );
  });

  test('at the first visit', () => {
    expect(standingOf(undefined, now)).toBe('new');
  });

  test('and what was not asked last time is known, whatever the reason', () => {
    expect(newlyAsked(before, ['given_name', 'phone', 'birthdate'])).toEqual(['birthdate']);
    expect(newlyAsked(undefined, ['given_name'])).toEqual([]);
  });
});
