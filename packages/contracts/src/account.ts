import * as v from 'valibot';
import { clientSchema } from './client.ts';
import { operations } from './operation.ts';
import { instant, nothing } from './text.ts';

/** What happened to an account, as its owner may read it. A sign-in says with what sort of browser; nothing says where from. */
export const activityKinds = [
  'account.created',
  'authenticator.added',
  'authenticator.removed',
  'sign-in.password-proved',
  'sign-in.completed',
  'sign-in.second-factor-failed',
  'sign-in.disavowed',
  'vault.unlocked',
  'password.changed',
  'recovery-key.changed',
  'recovery-key.checked',
  'recovery.proved',
  'recovery.failed',
  'email.added',
  'email.removed',
  'email.made-primary',
  'wait.begun',
  'wait.stopped',
  'second-factors.taken-off',
  'vault.replaced',
  'session.ended',
  'session.timed-out',
  'session.others-ended',
  'proofing.started',
  'consent.granted',
  'consent.refused',
  'consent.revoked',
  'release.delivered',
  'release.rejected',
  'signal.received',
] as const;

export type ActivityKind = (typeof activityKinds)[number];

export const accountOperations = operations({
  /** The newest hundred, newest first. `agency` is the client that the event is about. */
  readActivity: {
    method: 'GET',
    path: '/api/account/activity',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      events: v.array(
        v.strictObject({
          kind: v.picklist(activityKinds),
          at: instant,
          agency: v.nullable(v.string()),
          client: v.nullable(clientSchema),
          /** How long a session had lasted that ended. */
          minutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
        }),
      ),
    }),
    problems: [],
  },
  /** When the recovery key was written down, and when its owner last looked whether it is still right. */
  readRecovery: {
    method: 'GET',
    path: '/api/account/recovery',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ keyMadeAt: v.nullable(instant), keyCheckedAt: v.nullable(instant) }),
    problems: [],
  },
  /** The browser opened the vault with what its owner typed. The key itself, or a proof of it, is not handed over. */
  noteRecoveryKeyChecked: {
    method: 'POST',
    path: '/api/account/recovery/checked',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ keyCheckedAt: instant }),
    problems: ['not_found'],
  },
  deleteActivity: {
    method: 'POST',
    path: '/api/account/activity/delete',
    session: 'signed-in',
    input: nothing,
    reply: nothing,
    problems: ['unlock_required'],
  },
  /** Everything of the account is gone when this answers; only that somebody deleted one is remembered. */
  deleteAccount: {
    method: 'POST',
    path: '/api/account/delete',
    session: 'signed-in',
    input: nothing,
    reply: nothing,
    problems: ['unlock_required'],
  },
});
