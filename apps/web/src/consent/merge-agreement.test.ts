import { describe, expect, test } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import type { EmailId } from '@signet/contracts/ids';
import { harbor } from '../testing/installation.ts';
import type { Agreement } from './agreements.ts';
import {
  agreedAtOf,
  agreedClaims,
  answerOn,
  answersOf,
  hasAgreed,
  mergeAgreement,
} from './merge-agreement.ts';
import { newlyAsked, standingOf, type Standing } from './standing.ts';

const day = 24 * 60 * 60_000;
const first = Date.parse('2026-01-15T10:00:00.000Z');
const address = 'eml_00000000000000000000000001' as EmailId;

/** One visit: what was asked, on which day, and what was so by then. */
type Visit = {
  readonly asks: readonly ClaimName[];
  /** All of it, unless it says so. */
  readonly agreed?: readonly ClaimName[];
  readonly on?: number;
  readonly terms?: string;
  readonly batch?: string;
  readonly keyChanged?: boolean;
  /** Whether they stopped sharing afterwards. */
  readonly stops?: boolean;
};

const some: ClaimName[] = ['given_name'];
const more: ClaimName[] = ['given_name', 'address'];
const mail: ClaimName[] = ['email'];

function after(visits: readonly Visit[]): Agreement | undefined {
  return visits.reduce<Agreement | undefined>((before, { asks, stops = false, ...visit }) => {
    const agreed = [...(visit.agreed ?? asks)];
    const given: Agreement = {
      clientId: harbor.clientId,
      offered: [...asks],
      agreed,
      emailId: agreed.includes('email') ? address : null,
      allEmailIds: [],
      agreedAt: new Date(first + (visit.on ?? 0) * day).toISOString(),
      verifiedAt: 1,
      batch: visit.batch ?? 'first',
      terms: visit.terms ?? 'these',
      stoppedAt: null,
      earlier: [],
    };
    const merged = mergeAgreement(before, given, visit.keyChanged ?? false);
    return stops ? { ...merged, stoppedAt: given.agreedAt } : merged;
  }, undefined);
}

function standing(visits: readonly Visit[], { asks, on = 0, ...visit }: Visit): Standing {
  const before = after(visits);
  const terms = visit.terms ?? 'these';
  return standingOf(before, {
    requested: asks,
    verifiedAt: 1,
    batch: visit.batch ?? 'first',
    underOtherTerms:
      before === undefined ? [] : answersOf(before).filter((one) => one.terms !== terms),
    keyChanged: visit.keyChanged ?? false,
    emailIds: [address],
    allEmailIds: [address],
    now: first + on * day,
  });
}

describe('an agency that asks for less and more by turns (AGENCY-40)', () => {
  // prettier-ignore
  test.each<[string, readonly Visit[], Visit, Standing]>([
    ['is not asking for more than was agreed before',   [{ asks: more }, { asks: some }],                              { asks: more }, 'same'],
    ['nor in other pieces',                             [{ asks: some }, { asks: ['address'] }],                       { asks: more }, 'same'],
    ['nor by an address in between',                    [{ asks: more }, { asks: mail }],                              { asks: [...more, ...mail] }, 'same'],
    ['is where it does',                                [{ asks: more }, { asks: some }],                              { asks: [...more, 'phone'] }, 'more'],
    ['gets no no for a yes',                            [{ asks: more, agreed: some }, { asks: some }],                { asks: more }, 'same'],
    ['is asked after a year of what was not renewed',   [{ asks: more }, { asks: some, on: 300 }],                     { asks: more, on: 366 }, 'a-year'],
    ['and of nothing else',                             [{ asks: more }, { asks: some, on: 300 }],                     { asks: some, on: 366 }, 'same'],
    ['nor of what was renewed with all',                [{ asks: more }, { asks: some, on: 100 }, { asks: more, on: 300 }], { asks: more, on: 366 }, 'same'],
    ['is asked after a newer proof of what was agreed before it', [{ asks: more }, { asks: some, batch: 'second' }],   { asks: more, batch: 'second' }, 'proved-anew'],
    ['and of nothing else',                             [{ asks: more }, { asks: some, batch: 'second' }],             { asks: some, batch: 'second' }, 'same'],
    ['nor of an address, which nobody proved',          [{ asks: mail }, { asks: some, batch: 'second' }],             { asks: [...some, ...mail], batch: 'second' }, 'same'],
    ['is asked of what was agreed under other terms',   [{ asks: more }, { asks: some, terms: 'others' }],             { asks: more, terms: 'others' }, 'terms-changed'],
    ['and of nothing else',                             [{ asks: more }, { asks: some, terms: 'others' }],             { asks: some, terms: 'others' }, 'same'],
    ['is asked of what was agreed when it had another key', [{ asks: more }, { asks: some, keyChanged: true }],        { asks: more }, 'key-changed'],
    ['and goes on so whatever was agreed since',        [{ asks: more }, { asks: some, keyChanged: true }, { asks: mail }], { asks: more }, 'key-changed'],
    ['and of nothing else',                             [{ asks: more }, { asks: some, keyChanged: true }],            { asks: some }, 'same'],
    ['begins anew after a stop',                        [{ asks: more, stops: true }, { asks: some }],                 { asks: more }, 'more'],
    ['and has no other answer until then',              [{ asks: more }, { asks: some, stops: true }],                 { asks: more }, 'stopped'],
  ])('%s', (_what, visits, visit, expected) => {
    expect(standing(visits, visit)).toBe(expected);
  });

  test('what was said last of each is what holds', () => {
    const merged = after([
      { asks: more },
      { asks: mail, on: 1 },
      { asks: ['address', 'phone'], agreed: ['phone'], on: 2 },
    ]) as Agreement;
    expect(agreedClaims(merged)).toEqual(['given_name', 'phone', 'email']);
    expect(hasAgreed(merged, 'address')).toBe(false);
    expect(newlyAsked(merged, ['address', 'birthdate'])).toEqual(['birthdate']);
    expect(answerOn(merged, 'email')?.emailId).toBe(address);
    const days = (asked: readonly ClaimName[]) =>
      agreedAtOf(merged, asked).map((at) => (Date.parse(at) - first) / day);
    expect(days(['given_name', 'phone'])).toEqual([0, 2]);
    expect(days(mail)).toEqual([1]);
    expect(days(['birthdate'])).toEqual([0, 1, 2]);
  });

  test('no answer stays that a later one is about in full, and of ever other pieces only the latest do', () => {
    expect(after([{ asks: some }, { asks: more }])?.earlier).toEqual([]);
    const pieces: ClaimName[] = [
      'given_name',
      'family_name',
      'phone',
      'address',
      'email',
      'birthdate',
    ];
    const merged = after(pieces.map((one) => ({ asks: [one] }))) as Agreement;
    expect(agreedClaims(merged).toSorted()).toEqual(pieces.slice(1).toSorted());
  });
});
