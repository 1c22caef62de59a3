import * as v from 'valibot';
import { clientSchema } from './client.ts';
import { languages } from './languages.ts';
import { operations } from './operation.ts';
import { instant, nothing } from './text.ts';

/**
 * What happened to an account, as its owner may read it: every event that the bff ties to an account (AUTH-13). A sign-in says with what
 * sort of browser; nothing says where from.
 */
// prettier-ignore
export const activityKinds = [
  'account.created', 'account.language-chosen', 'sign-up.address-taken',
  'authenticator.added', 'authenticator.removed', 'second-factors.taken-off',
  'sign-in.password-proved', 'sign-in.completed', 'sign-in.second-factor-failed', 'sign-in.disavowed',
  'session.ended', 'session.timed-out', 'session.others-ended',
  'vault.unlocked', 'vault.record-written', 'vault.record-removed',
  'vault.change-kept', 'vault.change-committed', 'vault.replaced',
  'password.changed', 'recovery-key.changed', 'recovery-key.checked', 'recovery.proved', 'recovery.failed',
  'email.added', 'email.removed', 'email.restored', 'email.made-primary',
  'wait.begun', 'wait.stopped',
  'proofing.started', 'proofing.step', 'proofing.identity-in-use',
  'identity.frozen', 'identity.unfrozen', 'identity.suspended', 'identity.reinstated',
  'review.voted', 'review.decided',
  'hand-off.begun', 'hand-off.connected', 'hand-off.completed', 'hand-off.stopped',
  'letter.requested', 'letter.moved',
  'consent.granted', 'consent.stood', 'consent.refused', 'consent.revoked',
  'release.delivered', 'release.rejected', 'signal.received',
] as const;

export type ActivityKind = (typeof activityKinds)[number];

/** Where the next older events begin. */
const place = v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/));

const recorded = v.strictObject({
  events: v.array(
    v.strictObject({
      kind: v.picklist(activityKinds),
      at: instant,
      /** The client that the event is about. */
      agency: v.nullable(v.string()),
      client: v.nullable(clientSchema),
      /** How long a session had lasted that ended. */
      minutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
      /** Whatever else is kept of it, as it is kept. */
      details: v.array(
        v.strictObject({
          field: v.string(),
          value: v.nullable(v.union([v.string(), v.number()])),
        }),
      ),
    }),
  ),
  older: v.nullable(place),
});

export const accountOperations = operations({
  /** What its owner is written to in. */
  readLanguage: {
    method: 'GET',
    path: '/api/account/language',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ language: v.picklist(languages) }),
    problems: [],
  },
  /** Letters from now on; that it was another one is told in the one before. */
  chooseLanguage: {
    method: 'POST',
    path: '/api/account/language/choose',
    session: 'enrolling',
    input: v.strictObject({ language: v.picklist(languages) }),
    reply: nothing,
    problems: [],
  },
  /** The newest hundred, newest first. */
  readActivity: {
    method: 'GET',
    path: '/api/account/activity',
    session: 'signed-in',
    input: nothing,
    reply: recorded,
    problems: [],
  },
  /** The next hundred, from the place that the last answer named. */
  listOlderActivity: {
    method: 'POST',
    path: '/api/account/activity/older',
    session: 'signed-in',
    input: v.strictObject({ place }),
    reply: recorded,
    problems: [],
  },
  /** The browsers whose next sign-in is no news to the owner. */
  readKnownBrowsers: {
    method: 'GET',
    path: '/api/account/browsers',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      browsers: v.array(
        v.strictObject({
          current: v.boolean(),
          /** Null when its last sign-in was before this was kept. */
          client: v.nullable(clientSchema),
          firstUsedAt: instant,
          lastUsedAt: instant,
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
  /** The events, and the known browsers but the one that asks. */
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
