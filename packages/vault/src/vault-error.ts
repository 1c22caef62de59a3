/** Why a vault was refused. A wrong secret is not among them: that is an expected outcome, and a value. */
export type VaultErrorCode =
  /** Not shaped like this format, or of a version that is not ours (VAULT-4). */
  | 'malformed'
  /** A secret of the wrong length (FORMAT.md §3). */
  | 'malformed_secret'
  | 'wrong_account'
  /** The commitment fits the secret and the ciphertext does not (VAULT-3). */
  | 'slot_altered'
  | 'manifest_altered'
  /** Stored and listed are not the same (VAULT-7). */
  | 'slots_differ'
  | 'records_differ'
  | 'record_altered'
  | 'record_too_large'
  /** Older than what was seen, or another state under the same version (VAULT-7, VAULT-9). */
  | 'version_rollback'
  | 'version_fork'
  /** What is pending does not follow from what is stored (FORMAT.md §8). */
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
