import { CompactEncrypt, compactDecrypt } from 'jose';
import * as v from 'valibot';
import { factSchema } from '@signet/contracts/facts';
import { accountId, applicationId } from '@signet/contracts/ids';
import { letterLanguages } from '@signet/contracts/letter';
import { evidenceAttributes, postalAddress, socialSecurityNumber } from '@signet/contracts/person';
import { usPhoneNumber } from '@signet/contracts/us-phone-number';
import { stepsAboutOnePerson } from '@signet/contracts/relay-wire';
import type { ProofingKeys } from '../keys/proofing-keys.ts';
import { Refused } from './refused.ts';
import type { Statement } from './statement.ts';

const ticketType = 'signet-ticket+jwe';

/** What proofing remembers of an applicant: nothing. This is carried by the person instead, sealed to proofing itself (PROOF-2). */
const ticketSchema = v.strictObject({
  accountId,
  applicationId,
  facts: v.array(factSchema),
  attributes: v.optional(evidenceAttributes),
  /** Where the applicant lives, if it is not what the evidence says; validated as its own. */
  statedAddress: v.optional(postalAddress),
  ssn: v.optional(socialSecurityNumber),
  phone: v.optional(usPhoneNumber),
  channel: v.optional(v.picklist(['sms', 'voice'])),
  /** In which a letter was asked for. */
  language: v.optional(v.picklist(letterLanguages)),
});

export type Ticket = v.InferOutput<typeof ticketSchema>;
type Bearer = Pick<Ticket, 'accountId' | 'applicationId'>;

/**
 * PROOF-21: whether a ticket is of the person whose information matched last in its application. Without this word of the bff, who
 * compared that person's index with other accounts', a ticket of somebody else could be issued under it. One without an SSN gets nowhere.
 */
export function isOfThePerson(
  keys: ProofingKeys,
  { ssn }: Ticket,
  { step, ssnIndex }: Statement,
): boolean {
  const isAboutOne = stepsAboutOnePerson.some((one) => one === step);
  return !isAboutOne || ssn === undefined || keys.ssnIndex(ssn) === ssnIndex;
}

export async function sealTicket(keys: ProofingKeys, ticket: Ticket): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(ticket)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: ticketType })
    .encrypt(keys.ticket);
}

/** Opens a ticket for the account and application that the bff vouches for; any other's is refused. */
export async function openTicket(keys: ProofingKeys, jwe: string, bearer: Bearer): Promise<Ticket> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, keys.ticket, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const ticket = v.parse(ticketSchema, JSON.parse(new TextDecoder().decode(plaintext)));
    if (protectedHeader.typ !== ticketType) throw new Refused('ticket_not_accepted');
    if (ticket.accountId !== bearer.accountId || ticket.applicationId !== bearer.applicationId)
      throw new Refused('ticket_not_accepted');
    return ticket;
  } catch {
    throw new Refused('ticket_not_accepted');
  }
}
