import { base64url, CompactEncrypt, compactDecrypt, type CryptoKey, type JWK } from 'jose';
import type { InputOf } from '@signet/contracts/operation';
import type { proofingOperations } from '@signet/contracts/proofing';
import { sealedReplyType } from '@signet/contracts/proofing-wire';
import { issueCredential } from '../testing/credential.ts';
import { applicationId } from '../testing/person.ts';
import { application } from './honest-bff.ts';

type Submitted = InputOf<typeof proofingOperations.submitStep>;
type Request = {
  readonly step: string;
  readonly replyKey: string;
  readonly input: { readonly holderKeys?: readonly JWK[] };
};
export type ProofingKeys = { readonly encryption: CryptoKey; readonly credential: CryptoKey };

export const ticket = 'aa..bb.cc.dd';

/** A request as proofing reads it, and as a bff could read it that had stolen proofing's key. */
export async function opened({ request }: Submitted, keys: ProofingKeys): Promise<Request> {
  const { plaintext } = await compactDecrypt(request, keys.encryption);
  return JSON.parse(new TextDecoder().decode(plaintext)) as Request;
}

export function sealedReply(replyKey: string | Uint8Array, reply: object): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(reply)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: sealedReplyType })
    .encrypt(typeof replyKey === 'string' ? base64url.decode(replyKey) : replyKey);
}

/** Proofing at its work, behind a bff that relays. */
export function relayTo(keys: ProofingKeys) {
  return async (submitted: Submitted) => {
    const { step, replyKey, input } = await opened(submitted, keys);
    const outcome =
      input.holderKeys === undefined
        ? { result: 'matched' }
        : { result: 'issued', credentials: await issuedTo(input.holderKeys, keys) };
    return {
      reply: await sealedReply(replyKey, { applicationId, step, outcome, ticket }),
      application,
    };
  };
}

function issuedTo(holderKeys: readonly JWK[], { credential }: ProofingKeys): Promise<string[]> {
  return Promise.all(holderKeys.map((key) => issueCredential(credential, key)));
}
