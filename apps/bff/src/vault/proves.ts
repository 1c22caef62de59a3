import { createHash, timingSafeEqual } from 'node:crypto';

export const digestOf = (proof: string): string =>
  createHash('sha256').update(Buffer.from(proof, 'base64url')).digest('base64url');

/** Whether that is what a digest was made of, in constant time. */
export function proves(proof: string, digest: string): boolean {
  const given = Buffer.from(digestOf(proof), 'base64url');
  const wanted = Buffer.from(digest, 'base64url');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/**
 * VAULT-11: whether who writes holds the root key. A session alone does not, and would leave a vault that its owner cannot open. Of a vault
 * that is older than this rule nothing is known to compare with, until a record of it is written.
 */
export function mayWrite(
  proof: string,
  { writeProofDigest }: { readonly writeProofDigest: string | null },
): boolean {
  return writeProofDigest === null || proves(proof, writeProofDigest);
}
