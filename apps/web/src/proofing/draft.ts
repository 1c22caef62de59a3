import * as v from 'valibot';
import { applicationId } from '@signet/contracts/ids';
import { evidenceAttributes, socialSecurityNumber, statedAddress } from '@signet/contracts/person';
import { usPhoneNumber } from '@signet/contracts/us-phone-number';
import { ticketSchema } from '@signet/contracts/proofing-wire';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { readJsonRecord, writeJsonRecord } from '../vault/json-record.ts';
import { removeRecord } from '../vault/vault-session.ts';

/**
 * What is known so far. It is sealed into the vault after every step, so that a closed tab loses nothing and any browser of the
 * person can go on. Photographs are not kept.
 */
const draftSchema = v.strictObject({
  applicationId,
  agreed: v.optional(v.boolean()),
  ticket: v.optional(ticketSchema),
  attributes: v.optional(evidenceAttributes),
  /** Where the person lives, if it is not what the evidence says. */
  statedAddress: v.optional(statedAddress),
  ssn: v.optional(socialSecurityNumber),
  phone: v.optional(usPhoneNumber),
  /** How its code was sent. */
  channel: v.optional(v.picklist(['sms', 'voice'])),
  /** Its code came back, and a letter is waited for that raises the level. */
  phoneConfirmed: v.optional(v.literal(true)),
});

export type Draft = v.InferOutput<typeof draftSchema>;

export function readDraft(): Promise<Draft | undefined> {
  return readJsonRecord('proofing-draft', draftSchema);
}

export function keepDraft(draft: Draft): Promise<Result<true, CallProblem>> {
  return writeJsonRecord('proofing-draft', draft);
}

export function forgetDraft(): Promise<Result<true, CallProblem>> {
  return removeRecord('proofing-draft');
}
