import * as v from 'valibot';
import { clientSchema } from './client.ts';
import { accountId, slotId } from './ids.ts';
import { operations } from './operation.ts';
import { secondFactorKinds } from './sign-in.ts';
import { base64url, instant, namedAddress, nothing } from './text.ts';

export const sessionStages = [
  'none',
  'sign-up',
  'first-factor',
  'enrolling',
  'resetting',
  'signed-in',
] as const;

/** What comes before anything is shared. */
const changesDue = ['new-password', 'new-locks', 'new-recovery-key'] as const;
export type ChangeDue = (typeof changesDue)[number];

const sessionHandle = base64url(43);

/** The bff's clock, by which the two ends of a session are told: the device's may be wrong. */
const clock = { now: instant, idleEndsAt: instant, absoluteEndsAt: instant };

export const sessionOperations = operations({
  readSession: {
    method: 'GET',
    path: '/api/session',
    session: 'none',
    unasked: true,
    input: nothing,
    reply: v.variant('stage', [
      v.strictObject({ stage: v.literal('none') }),
      v.strictObject({
        stage: v.literal('sign-up'),
        email: namedAddress,
        accountId,
        passwordSlotId: slotId,
      }),
      v.strictObject({
        stage: v.literal('first-factor'),
        secondFactors: v.array(v.picklist(secondFactorKinds)),
        /** Whether the link of a reset stood in for the password: another vault follows, and no second factor alone signs in. */
        resetting: v.boolean(),
        ...clock,
      }),
      v.strictObject({ stage: v.literal('enrolling'), accountId, email: namedAddress, ...clock }),
      v.strictObject({ stage: v.literal('resetting'), accountId, email: namedAddress, ...clock }),
      v.strictObject({
        stage: v.literal('signed-in'),
        accountId,
        email: namedAddress,
        secondFactors: v.array(v.picklist(secondFactorKinds)),
        /** Whether the account holds a credential, as the facts say; the bff cannot see it. */
        verified: v.boolean(),
        /** PROOF-22: whether somebody who got the notice said that it was not them; what ends by itself is not verified either. */
        frozen: v.boolean(),
        /** AGENCY-21: whether an operator took the identity out of use. */
        suspended: v.boolean(),
        /** What comes first: its owner said that a sign-in was not theirs (AUTH-22), lost a passkey (AUTH-21) or used the recovery key (AUTH-10). */
        due: v.nullable(v.picklist(changesDue)),
        ...clock,
      }),
    ]),
    problems: [],
  },
  /** Extends the idle limit, from the first factor on; it never moves the absolute one. */
  extendSession: {
    method: 'POST',
    path: '/api/session/extend',
    session: 'none',
    ofItsPage: 'extends',
    input: nothing,
    reply: v.strictObject({ idleEndsAt: instant, absoluteEndsAt: instant }),
    problems: [],
  },
  /** Everywhere this person is signed in, this session first. `lastUsedAt` is true to half a minute. */
  readSessions: {
    method: 'GET',
    path: '/api/session/all',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      sessions: v.array(
        v.strictObject({
          /** Stands for the session here and is no use as one. */
          id: sessionHandle,
          current: v.boolean(),
          signedInAt: instant,
          lastUsedAt: instant,
          client: v.nullable(clientSchema),
        }),
      ),
    }),
    problems: [],
  },
  /** Also this one. */
  endOneSession: {
    method: 'POST',
    path: '/api/session/end-one',
    session: 'signed-in',
    input: v.strictObject({ id: sessionHandle }),
    reply: nothing,
    problems: ['not_found'],
  },
  endOtherSessions: {
    method: 'POST',
    path: '/api/session/end-others',
    session: 'signed-in',
    input: nothing,
    reply: nothing,
    problems: [],
  },
  /** The link in the letter about a new browser. */
  disavowSignIn: {
    method: 'POST',
    path: '/api/session/disavow',
    session: 'none',
    input: v.strictObject({ token: base64url(64) }),
    reply: nothing,
    problems: ['link_expired'],
  },
  endSession: {
    method: 'POST',
    path: '/api/session/end',
    session: 'none',
    ofItsPage: 'ends',
    input: nothing,
    reply: nothing,
    problems: [],
  },
});
