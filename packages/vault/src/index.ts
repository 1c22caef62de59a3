/** The envelope: how a vault is made, opened, written and re-keyed, in the browser that belongs to the person. */
export * from './sealed.ts';
export { createVault, recoverySlotId } from './create-vault.ts';
export { openRecord } from './open-record.ts';
export { openVault, type OpenFailure } from './open-vault.ts';
export { passkeyPrfInput } from './passkey-prf-input.ts';
export {
  parseRecoveryKey,
  type RecoveryKey,
  recoveryKeyAlphabet,
  recoveryKeyGroups,
  type RecoveryKeyMistake,
} from './recovery-key.ts';
export { recoveryLoginProof } from './recovery-login-proof.ts';
export { refreshVault } from './refresh-vault.ts';
export type { Result } from './result.ts';
export { removeRecord, sealRecord, type VaultChange } from './seal-record.ts';
export type { OpenVault } from './unlocked.ts';
export type { VaultSecret } from './vault-secret.ts';
export { type Ed25519Verifier, verifyEd25519 } from './verify-ed25519.ts';
