/** Why a vault was refused. A wrong secret is not among them: that is an expected outcome, and a value. */
export type VaultErrorCode =
  | 'malformed'
  | 'malformed_secret'
  | 'wrong_account'
  | 'slot_altered'
  | 'manifest_altered'
  | 'slots_differ'
  | 'records_differ'
  | 'record_altered'
  | 'record_too_large'
  | 'version_rollback'
  | 'version_fork'
  | 'pending_differs'
  | 'closed'
  | 'ed25519_unavailable';

/** Forged, broken or rolled-back input. It carries a code and no value: nothing of a person can reach a log by it. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode) {
    super(`vault: ${code}`);
    this.name = 'VaultError';
    this.code = code;
  }
}
