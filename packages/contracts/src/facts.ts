import * as v from 'valibot';
import { applicationId, letterId } from './ids.ts';
import { evidenceKindNames } from './policy/evidence-kinds.ts';
import { base64url, instant } from './text.ts';

/**
 * What proofing established, without a value of the person. Facts are the audit record: proofing signs them, the bff
 * stores them, and `decide()` reads nothing else.
 */
// prettier-ignore
export const factKinds = [
  'evidence_presented',   // a document of a kind was photographed and read
  'evidence_consistent',  // the unsigned barcode agrees with itself and with its issuer's rules
  'evidence_authentic',   // a document checker found the document genuine
  'evidence_validated',   // the issuing source knows the document and its attributes
  'identity_validated',   // an authoritative source knows the person behind name, birth date, address and SSN
  'death_record',         // whether a record of death exists
  'age_reached',          // the applicant has reached the minimum age
  'address_validated',    // an authoritative source associates the address, which the applicant stated, with the applicant
  'address_on_record',    // the post delivers to the address on the evidence, and records know the applicant there
  'phone_owned',          // records associate the telephone number with the applicant
  'phone_line_bound',     // the number is on a line that is one person's: no internet, prepaid or free line, nor one that just moved
  'address_confirmed',    // a code sent to a validated address or telephone number came back
  'evidence_verified',    // the evidence is the applicant's own: compared with the person, or unlocked by them
  'risk_low',             // nothing about the application looks like fraud
  'review_passed',        // two operators looked at the facts and let it pass
  'notice_sent',          // the notice of proofing was handed over for the confirmed telephone or address
] as const;

export type FactKind = (typeof factKinds)[number];

export const factResults = ['yes', 'no', 'not_checked', 'unavailable'] as const;
export type FactResult = (typeof factResults)[number];

// prettier-ignore
export const factSchema = v.strictObject({
  kind:   v.picklist(factKinds),
  /** The piece of evidence that it is about, where it is about one. */
  evidence: v.optional(v.picklist(evidenceKindNames)),
  /** Who says so, by role: `applicant`, `proofing`, `document-checker`, `issuing-source`, `records`, `social-security`, `address-record`, `risk`, `carrier`, `post`, `notice` (who got one), `operators`. */
  source: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)),
  /** How, in the words of the policy table: `pdf417-aamva`, `dldv`, `sms-code`… */
  method: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  result: v.picklist(factResults),
  at:     instant,
});

export type Fact = v.InferOutput<typeof factSchema>;

/**
 * What `examine-document` establishes. It alone outlasts another check of information: a code went to the address that was checked
 * before, and what two operators let pass was another person's word (PROOF-24).
 */
const kindsOfDocument: readonly FactKind[] = [
  'evidence_presented',
  'evidence_consistent',
  'evidence_authentic',
  'age_reached',
];
export function factsOfDocument(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ kind }) => kindsOfDocument.includes(kind));
}

/** The steps of proofing that cross to the proofing process, and every way in which each can end. */
// prettier-ignore
export const stepResults = {
  'examine-document':  ['accepted', 'retake', 'not_accepted', 'unsupported', 'unavailable'],
  'send-hand-off-link': ['sent', 'undeliverable', 'unavailable'],
  'check-information': ['matched', 'not_matched', 'unavailable'],
  'send-code':         ['sent', 'not_matched', 'undeliverable', 'unavailable'],
  'redeem-code':       ['confirmed', 'wrong_code', 'expired', 'tried_too_often'],
  'send-letter':       ['sealed', 'too_old', 'unavailable'],
  'redeem-letter':     ['confirmed', 'wrong_code', 'expired'],
  'issue':             ['issued', 'in_review', 'not_satisfied', 'unavailable'],
  'top-up':            ['issued', 'not_accepted'],
} as const;

export type ProofingStep = keyof typeof stepResults;
export const proofingSteps = Object.keys(stepResults) as [ProofingStep, ...ProofingStep[]];
export type StepResult = (typeof stepResults)[ProofingStep][number];
const everyResult = [...new Set(Object.values(stepResults).flat())] as [
  StepResult,
  ...StepResult[],
];

/** JWS header `typ` of the signed facts (ES256, proofing's facts key). */
export const factsTokenType = 'signet-facts+jwt';

/** The payload of the signed facts that proofing hands to the bff after every step. */
// prettier-ignore
export const signedFactsSchema = v.strictObject({
  iss:           v.literal('signet-proofing'),
  iat:           v.pipe(v.number(), v.integer()),
  applicationId,
  step:          v.picklist(proofingSteps),
  /** SHA-256 of the sealed request these facts answer, base64url: facts cannot be replayed for another request. */
  requestDigest: base64url(43),
  result:        v.picklist(everyResult),
  facts:         v.array(factSchema),
  /** Present after `send-code`: what the bff keeps. The hash is keyed by proofing, so the bff cannot try codes on it. */
  confirmation:  v.optional(v.strictObject({ codeHash: base64url(43), expiresAt: instant })),
  /**
   * Present after `send-letter`: what the bff keeps of the letter's code, and the SHA-256 of the sealed letter that came along, so that
   * no other can take its place. `elsewhere`: the destination is outside the contiguous United States, where the post takes longer.
   * `toEvidence`: it is the very address that the evidence bears, so that the code shows the evidence to be the applicant's own.
   */
  letter:        v.optional(v.strictObject({
    letterId,
    codeHash:     base64url(43),
    expiresAt:    instant,
    sealedDigest: base64url(43),
    elsewhere:    v.boolean(),
    toEvidence:   v.boolean(),
  })),
  /** Present after `issue` where the notice of proofing goes by letter: the same, without a code. */
  noticeLetter:  v.optional(v.strictObject({
    letterId,
    sealedDigest: base64url(43),
    elsewhere:    v.boolean(),
  })),
  /** Present after `check-information` matched: the SSN's blind index, keyed by proofing. */
  ssnIndex:      v.optional(base64url(43)),
  /** Present where `issue` parked: SHA-256 of the sealed ticket, base64url, so that what is decided is decided of that one. */
  parkedTicket:  v.optional(base64url(43)),
  /** Present after `issue`: what the policy said. */
  decision:      v.optional(v.strictObject({
    profile: v.string(),
    level:   v.nullable(v.string()),
    pathway: v.nullable(v.string()),
    missing: v.array(v.string()),
  })),
});

export type SignedFacts = v.InferOutput<typeof signedFactsSchema>;
