import { recoveryLoginProof, type RecoveryKey } from '@signet/vault';

/** Shows the bff that someone holds the recovery key; base64url of 32 bytes that open nothing. */
export async function recoveryProof(accountId: string, key: RecoveryKey): Promise<string> {
  return base64url(await recoveryLoginProof(accountId, key));
}

/** What the bff keeps of it: SHA-256, base64url. */
export async function recoveryProofDigest(accountId: string, key: RecoveryKey): Promise<string> {
  const proof = Uint8Array.from(await recoveryLoginProof(accountId, key));
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', proof)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
