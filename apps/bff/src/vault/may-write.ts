import { proves } from '../keys/proof-digest.ts';

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
