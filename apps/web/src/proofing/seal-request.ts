import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import type { ProofingStep } from '@signet/contracts/facts';
import {
  filledUp,
  replyPlaintext,
  sealedReplyType,
  sealedRequestType,
  stepOutcomes,
  type StepInput,
  type StepOutcome,
} from '@signet/contracts/proofing-wire';
import { toBase64url } from '../app/base64url.ts';

class ReplyRefused extends Error {
  readonly code = 'reply_refused';
}

type Place<Step extends ProofingStep> = { readonly applicationId: string; readonly step: Step };

/** Seals a step's input to proofing's key from the signed registry; the reply can be opened only with the key made here (PROOF-1). */
export async function sealRequest<Step extends ProofingStep>(
  encryptionKey: JWK,
  place: Place<Step>,
  input: StepInput<Step>,
  ticket: string | undefined,
): Promise<{ readonly request: string; readonly replyKey: Uint8Array }> {
  const replyKey = crypto.getRandomValues(new Uint8Array(32));
  const plaintext = {
    ...place,
    replyKey: toBase64url(replyKey),
    ...(ticket === undefined ? {} : { ticket }),
    input,
  };
  const request = await new CompactEncrypt(filledUp(plaintext))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedRequestType,
      kid: encryptionKey.kid ?? '',
    })
    .encrypt(await importJWK(encryptionKey, 'ECDH-ES'));
  return { request, replyKey };
}

/** Opens a reply for this very application and step; throws `ReplyRefused` for anything else. */
export async function openReply<Step extends ProofingStep>(
  replyKey: Uint8Array,
  place: Place<Step>,
  jwe: string,
): Promise<{ readonly outcome: StepOutcome<Step>; readonly ticket: string | undefined }> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, replyKey, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const reply = v.parse(replyPlaintext, JSON.parse(new TextDecoder().decode(plaintext)));
    if (
      protectedHeader.typ !== sealedReplyType ||
      reply.applicationId !== place.applicationId ||
      reply.step !== place.step
    )
      throw new ReplyRefused();
    return {
      outcome: v.parse(stepOutcomes[place.step], reply.outcome) as StepOutcome<Step>,
      ticket: reply.ticket,
    };
  } catch {
    throw new ReplyRefused('the reply is not the answer to this request');
  }
}
