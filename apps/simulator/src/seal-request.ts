import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';
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
import type { Registry } from '@signet/contracts/registry';

type Place<Step extends ProofingStep> = { readonly applicationId: string; readonly step: Step };

export type Reply<Step extends ProofingStep> = {
  readonly outcome: StepOutcome<Step>;
  readonly ticket: string | undefined;
};

/** A step's input, sealed to proofing's key of the registry, and what opens the reply (PROOF-1). */
export async function sealRequest<Step extends ProofingStep>(
  { proofing }: Registry,
  place: Place<Step>,
  input: StepInput<Step>,
  ticket: string | undefined,
) {
  const replyKey = randomBytes(32);
  const { encryptionKey } = proofing;
  const plaintext = { ...place, replyKey: replyKey.toString('base64url'), ticket, input };
  const request = await new CompactEncrypt(filledUp(plaintext))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedRequestType,
      kid: encryptionKey.kid,
    })
    .encrypt(await importJWK({ ...encryptionKey }, 'ECDH-ES'));

  async function open(jwe: string): Promise<Reply<Step>> {
    const { plaintext: bytes, protectedHeader } = await compactDecrypt(jwe, replyKey, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const reply = v.parse(replyPlaintext, JSON.parse(Buffer.from(bytes).toString()));
    const isMine = reply.applicationId === place.applicationId && reply.step === place.step;
    if (protectedHeader.typ !== sealedReplyType || !isMine)
      throw new Error('The reply answers another request.');
    const outcome = v.parse(stepOutcomes[place.step], reply.outcome) as StepOutcome<Step>;
    return { outcome, ticket: reply.ticket };
  }
  return { request, open };
}
