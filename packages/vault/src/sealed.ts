/**
 * The shape of a sealed vault and nothing else. No function reached from here can take or hold a key, so this is the
 * only entry of the package that the bff may import.
 */
export * from './sealed/manifest.ts';
export * from './sealed/manifest-agreement.ts';
export { passkeySlotId } from './sealed/passkey-slot-id.ts';
export * from './sealed/pending.ts';
export * from './sealed/record.ts';
export * from './sealed/slot.ts';
export * from './sealed/stored-vault.ts';
export { digestSchema } from './sealed/text.ts';
export { VaultError, type VaultErrorCode } from './vault-error.ts';
