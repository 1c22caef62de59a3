import * as v from 'valibot';
import { applicationId } from '@signet/contracts/ids';
import { evidenceAttributes, socialSecurityNumber, statedAddress } from '@signet/contracts/person';
import { resumableSteps } from '@signet/contracts/proofing';
import { base64url } from '@signet/contracts/text';
import { ticketSchema } from '@signet/contracts/proofing-wire';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { changeJsonRecord, readJsonRecord } from '../vault/json-record.ts';
import { removeRecord } from '../vault/vault-session.ts';

/**
 * What is known so far. It is sealed into the vault after every step, so that a closed tab loses nothing and any browser of the
 * person can go on. Photographs are not kept.
 */
const known = {
  applicationId,
  agreed: v.optional(v.boolean()),
  ticket: v.optional(ticketSchema),
  attributes: v.optional(evidenceAttributes),
  /** Where the person lives, if it is not what the evidence says. */
  statedAddress: v.optional(statedAddress),
  ssn: v.optional(socialSecurityNumber),
  /** As it was taken when it was kept: what is taken may get narrower, and proofing asks again. */
  phone: v.optional(v.pipe(v.string(), v.regex(/^\+1\d{10}$/))),
  /** How its code was sent. */
  channel: v.optional(v.picklist(['sms', 'voice'])),
  /** Its code came back, and a letter is waited for that raises the level. */
  phoneConfirmed: v.optional(v.literal(true)),
};
const pending = v.strictObject({
  step: v.picklist(resumableSteps),
  replyKey: base64url(43),
  becomes: v.strictObject(known),
});
const draftSchema = v.strictObject({
  ...known,
  /**
   * Steps whose answer did not come yet, with what opens the answer and what is known once it is a good one; the newest last. Earlier
   * releases kept one alone.
   */
  pending: v.optional(
    v.union([
      v.array(pending),
      v.pipe(
        pending,
        v.transform((one) => [one]),
      ),
    ]),
  ),
});

/** Whoever presses again while the sources are asked has several requests under way, and does not know which of them is answered. */
const mostPending = 4;

export type Draft = v.InferOutput<typeof draftSchema>;
type Pending = NonNullable<Draft['pending']>[number];

export function readDraft(): Promise<Draft | undefined> {
  return readJsonRecord('proofing-draft', draftSchema);
}

/** Keeps what the answer to a request made known, where it is still waited for: another browser may have taken it over and gone on. */
export function keepAnswered(draft: Draft, replyKey: string): Promise<Result<true, CallProblem>> {
  return changeJsonRecord('proofing-draft', draftSchema, (stored) =>
    stored?.pending?.some((one) => one.replyKey === replyKey) === true ? draft : undefined,
  );
}

/** Keeps what opens the answer that is about to be asked for, beside those of requests that may still be under way. */
export function keepPending(from: Draft, pending: Pending): Promise<Result<true, CallProblem>> {
  return change(from, (current) => ({
    ...from,
    pending: [...(current.pending ?? []), pending].slice(-mostPending),
  }));
}

/** VAULT-9: keeps what was made of the draft that was read, unless another tab or browser has gone on with it since. */
export function changeDraft(from: Draft, draft: Draft): Promise<Result<true, CallProblem>> {
  const { pending: _pending, ...known } = draft;
  return change(from, ({ pending }) => ({ ...known, ...(pending && { pending }) }), draft);
}

/** `written` is what stands there already where this was done before and nobody heard of it. */
function change(
  from: Draft,
  make: (current: Draft) => Draft,
  written: Draft = from,
): Promise<Result<true, CallProblem>> {
  return changeJsonRecord('proofing-draft', draftSchema, (stored) => {
    const current: Draft =
      stored?.applicationId === from.applicationId ? stored : { applicationId: from.applicationId };
    return isSame(current, from) || isSame(current, written) ? make(current) : undefined;
  });
}

/** A step that is under way changes nothing of what is known. */
function isSame(one: Draft, other: Draft): boolean {
  const [a, b] = [one, other].map((draft) => {
    const { pending: _pending, ...rest } = draft;
    return JSON.stringify(
      Object.entries(rest).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  });
  return a === b;
}

export function forgetDraft(): Promise<Result<true, CallProblem>> {
  return removeRecord('proofing-draft');
}
