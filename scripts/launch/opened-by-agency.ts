import { hash } from 'node:crypto';
import { compactDecrypt, decodeJwt, type CryptoKey } from 'jose';

/** The parts of what was sealed to an agency's key; throws where the secret with which a person came back is not the one that they signed (AGENCY-54). */
export async function openedByAgency(
  jwe: string,
  openingKey: CryptoKey,
  location: string | null,
): Promise<readonly string[]> {
  const { plaintext } = await compactDecrypt(jwe, openingKey);
  const parts = Buffer.from(plaintext).toString().split('~');
  const secret = new URL(location ?? '').searchParams.get('release_secret') ?? '';
  const { release_secret_sha256: bound } = decodeJwt(parts.at(-1) ?? '');
  if (bound !== hash('sha256', secret, 'base64url')) throw new Error('the secret is another');
  return parts;
}
