import { type Bytes } from './crypto/bytes.ts';
import { context } from './crypto/context.ts';
import { deriveBytes, importKeyMaterial } from './crypto/hkdf-sha256.ts';
import { type RecoveryKey, recoveryKeyBytes } from './recovery-key.ts';

/**
 * 32 bytes that show the bff that someone holds the recovery key of this account, and open nothing. The bff stores
 * only their SHA-256 digest.
 */
export async function recoveryLoginProof(accountId: string, key: RecoveryKey): Promise<Bytes> {
  return deriveBytes(
    await importKeyMaterial(recoveryKeyBytes(key)),
    context('recovery-login', accountId),
    32,
  );
}
