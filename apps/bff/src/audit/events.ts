/** Everything that is ever recorded, and the fields each event may carry. No field holds a value of a person. */
const auditEvents = {
  'sign-up.begun': [],
  'sign-up.address-taken': [],
  'sign-up.email-confirmed': [],
  'account.created': [],
  'account.deleted': [],
  'authenticator.added': ['kind'],
  'authenticator.removed': ['kind'],
  'sign-in.password-proved': [],
  'sign-in.password-failed': [],
  'sign-in.completed': ['kind'],
  'sign-in.second-factor-failed': ['kind'],
  'vault.unlocked': [],
  'vault.record-written': ['purpose', 'manifestVersion'],
  'vault.record-removed': ['purpose', 'manifestVersion'],
  'vault.change-kept': ['kind'],
  'vault.change-committed': ['kind', 'manifestVersion'],
  'password.changed': [],
  'recovery-key.changed': [],
  'recovery.proved': [],
  'recovery.failed': [],
  'email.added': [],
  'email.removed': [],
  'email.made-primary': [],
  'wait.begun': ['kind'],
  'wait.stopped': ['kind'],
  'second-factors.taken-off': [],
  'vault.replaced': [],
  'session.ended': [],
  'session.others-ended': [],
  'proofing.started': ['applicationId', 'agencyClientId'],
  'proofing.step': ['applicationId', 'step', 'result', 'state'],
  'consent.granted': ['clientId', 'claims'],
  'consent.refused': ['clientId'],
  'agency.request-trimmed': ['clientId', 'claims'],
  'release.delivered': ['clientId', 'claims'],
  'release.rejected': ['clientId', 'reason'],
} as const satisfies Record<string, readonly string[]>;

export type AuditEvent = keyof typeof auditEvents;
export type AuditDetails<Event extends AuditEvent> = Readonly<
  Record<(typeof auditEvents)[Event][number], string | number | null>
>;
