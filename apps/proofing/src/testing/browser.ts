import { randomBytes } from 'node:crypto';
import {
  CompactEncrypt,
  compactDecrypt,
  importJWK,
  type CompactJWEHeaderParameters,
  type JWK,
} from 'jose';
import * as v from 'valibot';
import {
  replyPlaintext,
  sealedReplyType,
  sealedRequestType,
} from '@signet/contracts/proofing-wire';

export const newReplyKey = () => randomBytes(32).toString('base64url');

/** What the browser sends; a forger may change the header or hand over anything as plaintext. */
export async function sealRequest(
  encryptionKey: object,
  plaintext: object | string,
  header: Partial<CompactJWEHeaderParameters> = {},
): Promise<string> {
  const text = typeof plaintext === 'string' ? plaintext : JSON.stringify(plaintext);
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: sealedRequestType, ...header })
    .encrypt(await importJWK(encryptionKey as JWK, 'ECDH-ES'));
}

/** Opens a reply with the key that only this tab has; throws when it is not one. */
export async function openReply(replyKey: string, jwe: string) {
  const { plaintext, protectedHeader } = await compactDecrypt(
    jwe,
    Buffer.from(replyKey, 'base64url'),
    { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
  );
  if (protectedHeader.typ !== sealedReplyType) throw new Error('not a reply');
  return v.parse(replyPlaintext, JSON.parse(new TextDecoder().decode(plaintext)));
}
