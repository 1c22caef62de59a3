import { textDigest } from '../crypto/text-digest.ts';

/**
 * The slot that belongs to a passkey, from its credential id in base64url (FORMAT.md §4). Whoever asks the passkey knows which
 * slot to open, and need not believe anybody.
 */
export async function passkeySlotId(credentialId: string): Promise<string> {
  return textDigest(credentialId);
}
