import { expect, test } from 'vitest';
import { accountId, email } from '../testing/person.ts';
import { signedIn } from '../testing/session.ts';
import type { SessionState } from './guards.ts';
import { endOf } from './session-clock.ts';

const early = '2026-11-24T10:15:00.000Z';
const late = '2026-11-24T22:00:00.000Z';
const until = (idleEndsAt: string, absoluteEndsAt: string) =>
  signedIn({ now: early, idleEndsAt, absoluteEndsAt });

const passwordSlotId = 'slt_00000000000000000000000001';

// prettier-ignore
const sessions: [string, SessionState, ReturnType<typeof endOf>][] = [
  ['of nobody',                                  { stage: 'none' },                                           'ended'],
  ['after a confirmed link only',                { stage: 'sign-up', email, accountId, passwordSlotId },      'ended'],
  ['after a password only',                      { stage: 'first-factor', secondFactors: ['totp'], resetting: false }, 'ended'],
  ['while a second factor is still to be chosen', { stage: 'enrolling', accountId, email },                   'never'],
  ['at its idle limit, when that comes first',   until(early, late),                                          Date.parse(early)],
  ['at its absolute limit, when that comes first', until(late, early),                                        Date.parse(early)],
];

test.each(sessions)('a session ends %s (AUTH-8)', (_when, session, end) => {
  expect(endOf(session)).toBe(end);
});
