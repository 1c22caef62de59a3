import * as v from 'valibot';
import { credential } from './claims.ts';
import { proofingSteps, type ProofingStep } from './facts.ts';
import { photographSides } from './photograph.ts';
import { documentOf } from './policy/documents.ts';
import { applicationId } from './ids.ts';
import { letterCode, letterLanguages } from './letter.ts';
import { documentKind, evidenceAttributes, socialSecurityNumber, statedAddress } from './person.ts';
import { usPhoneNumber } from './us-phone-number.ts';
import { publicKeyJwk } from './public-key-jwk.ts';
import { base64url, compactJwe, instant } from './text.ts';
import { sha256Base64url } from './to-base64url.ts';

/**
 * What the browser and proofing say to each other through the bff, which sees two JWEs and signed facts.
 *
 *   request  JWE, ECDH-ES + A256GCM to proofing's key in the signed registry, `typ` below
 *   reply    JWE, dir + A256GCM under the `replyKey` that the request carried, `typ` below
 *
 * Both carry application and step inside, so neither can be pasted to another place. Inside are values of a person: the bff may not
 * import this file (ZONE-1); how it relays the two is in relay-wire.ts.
 */
export const sealedRequestType = 'signet-proofing-request+jwe';
export const sealedReplyType = 'signet-proofing-reply+jwe';

/** One photograph, JPEG or PNG, base64url; at most 10 MB of image. */
const photograph = base64url(14_000_000);

/** Everything established so far, sealed by proofing to itself. The browser carries it and cannot read it. */
export const ticketSchema = compactJwe(64_000);

const holderKeys = v.pipe(v.array(publicKeyJwk), v.minLength(1), v.maxLength(credential.copies));

/**
 * `aud` of the key binding in a `top-up`. No agency can be called so, as no `client_id` has a slash: else what a person shows it, with a nonce that
 * the bff chose, would be a request to sign their credential again for keys of the bff's.
 */
export const topUpAudience = 'signet/proofing';

/** `nonce` of the key binding in a `top-up`: SHA-256 over the new keys, so that the old key says whom it vouches for. */
export async function topUpNonce(keys: readonly { x: string; y: string }[]): Promise<string> {
  const text = keys.map(({ x, y }) => `${x}.${y}`).join(' ');
  return sha256Base64url(text);
}

/** What a text message to the applicant is written in; it is in the sealed request, where the bff can choose no other. */
const writtenIn = { language: v.optional(v.picklist(letterLanguages)) };

// prettier-ignore
export const stepInputs = {
  /** The sides that are photographed of this kind, and no other. */
  'examine-document':  v.pipe(
    v.strictObject({ evidence: documentKind, front: photograph, back: v.optional(photograph) }),
    v.check(({ evidence, ...photographs }) =>
      photographSides.every((side) => (photographs[side] !== undefined) === documentOf(evidence).sides.some((one) => one === side)),
    ),
  ),
  /** To the applicant's own telephone, whoever pays for it; what is to stand in the link's fragment opens nothing (hand-off.ts). */
  'send-hand-off-link': v.strictObject({ phone: usPhoneNumber, commitment: base64url(43), ...writtenIn }),
  /** `address`: where the applicant lives, if it is not what the evidence says. */
  'check-information': v.strictObject({ ssn: socialSecurityNumber, address: v.optional(statedAddress) }),
  'send-code':         v.strictObject({ phone: usPhoneNumber, channel: v.picklist(['sms', 'voice']), ...writtenIn }),
  /** How many digits is the profile's. */
  'redeem-code':       v.strictObject({ code: v.pipe(v.string(), v.regex(/^\d{6,12}$/)) }),
  /** To the address of the evidence, in the language that the person chose (LETTER-6). */
  'send-letter':       v.strictObject({ language: v.picklist(letterLanguages) }),
  'redeem-letter':     v.strictObject({ code: letterCode }),
  /** Public holder keys, one credential each, so that two agencies cannot match their copies. */
  'issue':             v.strictObject({ holderKeys }),
  /** A copy that is held already, shown whole and bound to this request (`topUpAudience`): it is signed again for other keys. */
  'top-up':            v.strictObject({ presentation: v.pipe(v.string(), v.maxLength(32_000)), holderKeys }),
} as const satisfies Record<ProofingStep, v.GenericSchema>;

export const retakeReasons = [
  'blurred',
  'glare',
  'dark',
  'too_small',
  'barcode_not_found',
  'not_a_photograph',
  'too_large',
  'animated',
  'truncated',
  'same_side_twice',
  'cut_off',
] as const;
export type RetakeReason = (typeof retakeReasons)[number];

const retake = v.strictObject({
  side: v.picklist(photographSides),
  reason: v.picklist(retakeReasons),
});

/** Why a step could not be taken: a source takes longer than a step waits, is closed for a while, or is out of order. */
export const unavailableReasons = ['still_checking', 'maintenance', 'out_of_order'] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

const unavailable = v.strictObject({
  result: v.literal('unavailable'),
  reason: v.picklist(unavailableReasons),
});

/**
 * The reply's outcome per step. Failures name no attribute and no source (SP 800-63A-4 §3.1.1: an applicant must
 * not learn which attribute did not match).
 */
export const stepOutcomes = {
  'examine-document': v.variant('result', [
    v.strictObject({ result: v.literal('accepted'), attributes: evidenceAttributes }),
    v.strictObject({
      result: v.literal('retake'),
      retakes: v.pipe(v.array(retake), v.minLength(1)),
    }),
    /** Read well, and still no evidence we can take: `expired`, `no_expiry_date`, `under_age`, `unsupported_document`, or `not_accepted`. */
    v.strictObject({
      result: v.literal('not_accepted'),
      reason: v.picklist([
        'expired',
        'no_expiry_date',
        'under_age',
        'unsupported_document',
        'not_accepted',
      ]),
    }),
    /** What is no fault of the card or the photographs: we cannot take it yet, and it costs no try. */
    v.strictObject({ result: v.literal('unsupported'), reason: v.literal('one_name') }),
    unavailable,
  ]),
  'send-hand-off-link': v.variant('result', [
    v.strictObject({ result: v.literal('sent') }),
    v.strictObject({ result: v.literal('undeliverable') }),
    /** Of the number, across accounts (PROOF-35). The bff reads `unavailable`; nothing was sent. */
    v.strictObject({ result: v.literal('too_many_attempts'), retryAt: instant }),
    unavailable,
  ]),
  'check-information': v.variant('result', [
    v.strictObject({ result: v.literal('matched') }),
    v.strictObject({ result: v.literal('not_matched') }),
    /** Of the SSN, across accounts (PROOF-34). The bff reads `unavailable`; nothing was asked, and no try of the account is used up. */
    v.strictObject({ result: v.literal('too_many_attempts'), retryAt: instant }),
    unavailable,
  ]),
  'send-code': v.variant('result', [
    v.strictObject({ result: v.literal('sent'), expiresAt: instant }),
    v.strictObject({ result: v.literal('not_matched') }),
    v.strictObject({ result: v.literal('undeliverable') }),
    unavailable,
  ]),
  'redeem-code': v.variant('result', [
    v.strictObject({ result: v.literal('confirmed') }),
    v.strictObject({ result: v.literal('wrong_code') }),
    v.strictObject({ result: v.literal('expired') }),
    /** Of this code, or of all codes of its telephone together, as proofing counts them (PROOF-8): it was not compared. */
    v.strictObject({ result: v.literal('tried_too_often'), of: v.picklist(['code', 'phone']) }),
  ]),
  /** The bff has the sealed letter; it goes to the print shop with the next batch. */
  'send-letter': v.variant('result', [
    v.strictObject({ result: v.literal('sealed'), expiresAt: instant }),
    /** What was checked would have lapsed before the code does. */
    v.strictObject({ result: v.literal('too_old') }),
    /** No print shop stands in the registry. */
    v.strictObject({ result: v.literal('unavailable') }),
  ]),
  'redeem-letter': v.variant('result', [
    v.strictObject({ result: v.literal('confirmed') }),
    v.strictObject({ result: v.literal('wrong_code') }),
    v.strictObject({ result: v.literal('expired') }),
  ]),
  issue: v.variant('result', [
    /** SD-JWTs (RFC 9901) in the order of the holder keys. */
    v.strictObject({
      result: v.literal('issued'),
      credentials: v.array(v.pipe(v.string(), v.maxLength(16_000))),
    }),
    /** Everything is there, and two operators look at the facts first. */
    v.strictObject({ result: v.literal('in_review') }),
    /** What is lacking stands in the decision beside the facts, which the bff reads; the browser is not told (PROOF-5). */
    v.strictObject({ result: v.literal('not_satisfied') }),
    /** The notice of proofing could not be handed over. */
    v.strictObject({ result: v.literal('unavailable') }),
  ]),
  'top-up': v.variant('result', [
    v.strictObject({
      result: v.literal('issued'),
      credentials: v.array(v.pipe(v.string(), v.maxLength(16_000))),
    }),
    /** Not one of ours, not this person's, or no longer good: nothing says which. */
    v.strictObject({ result: v.literal('not_accepted') }),
  ]),
} as const satisfies Record<ProofingStep, v.GenericSchema>;

/** As it is sent, and as it is read. */
export type StepInput<Step extends ProofingStep> = v.InferInput<(typeof stepInputs)[Step]>;
export type ReadStepInput<Step extends ProofingStep> = v.InferOutput<(typeof stepInputs)[Step]>;
export type StepOutcome<Step extends ProofingStep> = v.InferOutput<(typeof stepOutcomes)[Step]>;

/** The plaintext of a sealed request; `input` is parsed by `stepInputs[step]`. */
// prettier-ignore
export const requestPlaintext = v.strictObject({
  applicationId,
  step:     v.picklist(proofingSteps),
  /** 32 random bytes that only this browser tab and proofing know. */
  replyKey: base64url(43),
  /** Absent on the first step only. */
  ticket:   v.optional(ticketSchema),
  input:    v.unknown(),
});

/** The plaintext of a sealed reply; `outcome` is parsed by `stepOutcomes[step]`. */
// prettier-ignore
export const replyPlaintext = v.strictObject({
  applicationId,
  step:    v.picklist(proofingSteps),
  outcome: v.unknown(),
  /** The next ticket; absent when the step established nothing. */
  ticket:  v.optional(ticketSchema),
});

/**
 * What is sealed, filled up with blanks, so that its length tells the bff neither the outcome nor how long a name, an address or a credential is:
 * to a quarter of the next power of two, of 512 bytes to 16 KiB.
 */
export function filledUp(plaintext: object): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(plaintext));
  const quarter = 2 ** (Math.ceil(Math.log2(bytes.length)) - 2);
  const bucket = Math.min(Math.max(quarter, 512), 16_384);
  const filled = new Uint8Array(Math.ceil(bytes.length / bucket) * bucket).fill(0x20);
  filled.set(bytes);
  return filled;
}
