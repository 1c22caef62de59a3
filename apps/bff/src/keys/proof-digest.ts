import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept of a proof: SHA-256, base64url. */
export const digestOf = (proof: string): string =>
  createHash('sha256').update(Buffer.from(proof, 'base64url')).digest('base64url');

/** Whether that is what a digest was made of, in constant time. */
export function proves(proof: string, digest: string): boolean {
  const given = Buffer.from(digestOf(proof), 'base64url');
  const wanted = Buffer.from(digest, 'base64url');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
