import { CompactEncrypt, compactDecrypt, type CryptoKey } from 'jose';
import * as v from 'valibot';
import {
  filledUp,
  replyPlaintext,
  requestPlaintext,
  sealedReplyType,
  sealedRequestType,
} from '@signet/contracts/proofing-wire';
import type { ProofingKeys } from '../keys/proofing-keys.ts';
import { Refused } from './refused.ts';
import type { Statement } from './statement.ts';

const replyKeyBytes = 32;

export type OpenedRequest = v.InferOutput<typeof requestPlaintext>;

/** PROOF-1: what the browser sealed, for the application and step that the bff vouches for and no other. */
export async function openRequest(
  keys: ProofingKeys,
  jwe: string,
  statement: Statement,
): Promise<OpenedRequest> {
  let opened: OpenedRequest;
  try {
    const { plaintext, protectedHeader } = await decryptRequest(jwe, keys.encryption);
    if (protectedHeader.typ !== sealedRequestType) throw new Refused('request_not_opened');
    opened = v.parse(requestPlaintext, JSON.parse(new TextDecoder().decode(plaintext)));
  } catch {
    throw new Refused('request_not_opened');
  }
  if (
    opened.applicationId !== statement.applicationId ||
    opened.step !== statement.step ||
    Buffer.from(opened.replyKey, 'base64url').length !== replyKeyBytes
  )
    throw new Refused('request_not_opened');
  return opened;
}

/** The one form of JWE that a request has: ECDH-ES with A256GCM (RFC 7518 §4.6, §5.3), not compressed. Rejects on every other one. */
export function decryptRequest(jwe: string, key: CryptoKey): ReturnType<typeof compactDecrypt> {
  return compactDecrypt(jwe, key, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
    maxDecompressedLength: 0,
  });
}

/** Seals the reply to the key that only this browser tab has, filled up so that its length does not tell the outcome, or what it is about. */
export async function sealReply(
  replyKey: string,
  reply: v.InferOutput<typeof replyPlaintext>,
): Promise<string> {
  return new CompactEncrypt(filledUp(reply))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: sealedReplyType })
    .encrypt(Buffer.from(replyKey, 'base64url'));
}
