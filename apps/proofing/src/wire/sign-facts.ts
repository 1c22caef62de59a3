import { CompactSign } from 'jose';
import { factsTokenType, type SignedFacts } from '@signet/contracts/facts';
import type { ProofingKeys } from '../keys/proofing-keys.ts';

/** PROOF-3: for the bff, what was established, bound to the request it answers, without a value. */
export async function signFacts({ facts }: ProofingKeys, payload: SignedFacts): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ: factsTokenType, kid: facts.kid })
    .sign(facts.key);
}
