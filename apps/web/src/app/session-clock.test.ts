import { expect, test } from 'vitest';
import { accountId, email } from '../testing/person.ts';
import { signedIn } from '../testing/session.ts';
import type { SessionState } from './guards.ts';
import { endOf, isBegun } from './session-clock.ts';

const early = '2026-11-24T10:15:00.000Z';
const late = '2026-11-24T22:00:00.000Z';
const until = (idleEndsAt: string, absoluteEndsAt: string) =>
  signedIn({ now: early, idleEndsAt, absoluteEndsAt });

const clock = { now: early, idleEndsAt: early, absoluteEndsAt: late };
const passwordSlotId = 'slt_00000000000000000000000001';

// prettier-ignore
const sessions: [string, SessionState, number | 'not watched'][] = [
  ['of nobody',                                  { stage: 'none' },                                           'not watched'],
  ['after a confirmed link only',                { stage: 'sign-up', email, accountId, passwordSlotId },      'not watched'],
  ['after a password only, which waits in the tab', { stage: 'first-factor', secondFactors: ['totp'], resetting: false, ...clock }, Date.parse(early)],
  ['while a second factor is still to be chosen', { stage: 'enrolling', accountId, email, ...clock },         Date.parse(early)],
  ['while another vault is to be made',          { stage: 'resetting', accountId, email, ...clock },          Date.parse(early)],
  ['at its idle limit, when that comes first',   until(early, late),                                          Date.parse(early)],
  ['at its absolute limit, when that comes first', until(late, early),                                        Date.parse(early)],
];

test.each(sessions)('a session ends %s (AUTH-8)', (_when, session, end) => {
  expect(isBegun(session) ? endOf(session) : 'not watched').toBe(end);
});
