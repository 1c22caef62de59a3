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
export { writeProof } from './write-proof.ts';
export { type Ed25519Verifier, verifyEd25519 } from './verify-ed25519.ts';
export { addPasskeySlot, type AddSlotFailure } from './ceremonies/add-passkey-slot.ts';
export { changePasswordSlot } from './ceremonies/change-password-slot.ts';
export type { CeremonyRequest } from './ceremonies/open-for-ceremony.ts';
export { provePendingSlot, type ProvenSlot } from './ceremonies/prove-pending-slot.ts';
export {
  provePendingVault,
  type ProvenVault,
  type ProveVaultFailure,
} from './ceremonies/prove-pending-vault.ts';
export { reissueRecoveryKey } from './ceremonies/reissue-recovery-key.ts';
export {
  rotateRootKey,
  type Rotation,
  type RotationRequest,
} from './ceremonies/rotate-root-key.ts';
