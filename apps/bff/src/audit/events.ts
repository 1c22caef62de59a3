/** Everything that is ever recorded, and the fields each event may carry. No field holds a value of a person. */
const auditEvents = {
  'sign-up.begun': [],
  'sign-up.address-taken': [],
  'sign-up.email-confirmed': [],
  'account.created': [],
  'account.language-chosen': ['language'],
  'account.deleted': [],
  'authenticator.added': ['kind'],
  'authenticator.removed': ['kind'],
  'sign-in.password-proved': [],
  'sign-in.password-failed': [],
  'sign-in.completed': ['first', 'kind', 'browser', 'version', 'device'],
  'sign-in.disavowed': [],
  'sign-in.second-factor-failed': ['kind'],
  'vault.unlocked': [],
  'vault.record-written': ['purpose', 'manifestVersion'],
  'vault.record-removed': ['purpose', 'manifestVersion'],
  'vault.change-kept': ['kind'],
  'vault.change-committed': ['kind', 'manifestVersion'],
  'password.changed': [],
  'recovery-key.changed': [],
  'recovery-key.checked': [],
  'recovery.proved': [],
  'recovery.failed': [],
  'email.added': [],
  'email.removed': [],
  'email.restored': [],
  'email.made-primary': [],
  'wait.begun': ['kind'],
  'wait.stopped': ['kind'],
  'second-factors.taken-off': [],
  'vault.replaced': [],
  'session.ended': ['minutes'],
  'session.timed-out': ['minutes'],
  'session.others-ended': [],
  'proofing.started': ['applicationId', 'agencyClientId'],
  'proofing.step': ['applicationId', 'step', 'result', 'state'],
  'proofing.identity-in-use': ['applicationId'],
  'identity.frozen': ['applicationId'],
  'identity.unfrozen': ['applicationId'],
  'review.voted': ['applicationId', 'vote'],
  'review.decided': ['applicationId', 'outcome'],
  'hand-off.begun': ['applicationId'],
  'hand-off.connected': ['applicationId', 'browser', 'version', 'device'],
  'hand-off.completed': ['applicationId'],
  'hand-off.stopped': ['applicationId'],
  'letter.requested': ['letterId'],
  'letter.moved': ['letterId', 'status'],
  'consent.granted': ['clientId', 'claims'],
  'consent.stood': ['clientId', 'claims'],
  'consent.refused': ['clientId'],
  'consent.revoked': ['clientId'],
  'agency.agreement-over': ['clientId'],
  'agency.request-trimmed': ['clientId', 'claims', 'sender'],
  'release.delivered': ['clientId', 'claims'],
  'release.rejected': ['clientId', 'reason'],
  'signal.received': ['clientId', 'suspicion'],
  'identity.suspended': ['reason'],
  'identity.reinstated': [],
} as const satisfies Record<string, readonly string[]>;

export type AuditEvent = keyof typeof auditEvents;
type Field<Event extends AuditEvent> = (typeof auditEvents)[Event][number];
type Value = string | number | null;

/** An event without fields takes an empty object and nothing else: `Record<never, …>` would take every object there is. */
export type AuditDetails<Event extends AuditEvent> = Event extends AuditEvent
  ? [Field<Event>] extends [never]
    ? Readonly<Record<string, never>>
    : Readonly<Record<Field<Event>, Value>>
  : never;

/** The fields that are listed for an event, whatever else the object has that came for its details. */
export function listedDetails<Event extends AuditEvent>(
  event: Event,
  details: AuditDetails<Event>,
): Readonly<Record<string, Value | undefined>> {
  const given: Readonly<Record<string, Value | undefined>> = details;
  return Object.fromEntries(auditEvents[event].map((field) => [field, given[field]]));
}
