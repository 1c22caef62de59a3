import * as v from 'valibot';
import { credential } from './claims.ts';
import { statusReference } from './credential-status.ts';
import { proofingSteps, type ProofingStep } from './facts.ts';
import { accountId, applicationId, letterId } from './ids.ts';
import { letterSerial, sealedLetter } from './letter.ts';
import { base64url, compactJwe, compactJws, instant } from './text.ts';

/** What the bff and proofing say to each other around the two JWEs of proofing-wire.ts: no shape of a value of a person is in it. */

/**
 * The steps after the information matched are about the one person whom it matched. The bff says by the blind index who that is, as an
 * application may meanwhile be about another one than the ticket that comes along.
 */
export const stepsAboutOnePerson = [
  'send-code',
  'redeem-code',
  'send-letter',
  'redeem-letter',
  'issue',
] as const satisfies readonly ProofingStep[];

/** What stands between the issuer and the token in the link of a notice of proofing. */
export const noticePath = '/not-my-identity#token=';

/** `typ` and payload of the bff's signed statement (ES256, the bff's relay key) that accompanies every relayed request. */
export const relayStatementType = 'signet-relay+jwt';
// prettier-ignore
export const relayStatementSchema = v.strictObject({
  iss:           v.literal('signet-bff'),
  iat:           v.pipe(v.number(), v.integer()),
  exp:           v.pipe(v.number(), v.integer()),
  accountId,
  applicationId,
  step:          v.picklist(proofingSteps),
  /** SHA-256 of the sealed request, base64url. */
  requestDigest: base64url(43),
  /** On `redeem-code`: what the bff kept when the code was sent. */
  confirmation:  v.optional(v.strictObject({ codeHash: base64url(43), expiresAt: instant })),
  /** On `issue` and `top-up`: a place in a status list for each copy. That there are any says that the identity is not suspended. */
  statuses:      v.optional(v.pipe(v.array(statusReference), v.minLength(1), v.maxLength(credential.copies))),
  /** On the steps about one person: whose they are. */
  ssnIndex:      v.optional(base64url(43)),
  /** On `issue` of what is or was parked: which ticket that was, and what two operators decided, once they did, and when. */
  review:        v.optional(v.strictObject({
    ticketDigest: base64url(43),
    decided:      v.optional(v.strictObject({ outcome: v.picklist(['passed', 'refused']), at: instant })),
  })),
  /** On `issue`, while the identity is frozen: somebody said of what was proved in this account that it was not them. */
  disowned:      v.optional(v.literal(true)),
  /** On `top-up`: since when the person counts as verified. Copies of an earlier day are not signed again. */
  verifiedAt:    v.optional(instant),
  /** On `top-up`: the place of the copy that may be shown. That it is stated says that the copy is this account's and valid. */
  shown:         v.optional(statusReference),
  /** On `issue`, until the notice of proofing was sent: the link by which whoever gets it says that it was not them. */
  noticeLink:    v.optional(v.pipe(v.string(), v.url(), v.maxLength(200))),
  /** On `send-letter`, and on `issue` beside `noticeLink`: what the letter is to be called; the serial stands in its postal barcode. */
  newLetter:     v.optional(v.strictObject({ letterId, serial: letterSerial })),
  /** On `redeem-letter`: what the bff kept of the letter that is on its way. */
  letter:        v.optional(v.strictObject({ letterId, codeHash: base64url(43), expiresAt: instant })),
});

/** bff → proofing: `POST /steps/:step`. */
export const relayRequestSchema = v.strictObject({
  statement: compactJws(4_096),
  request: compactJwe(40_000_000),
});

export const relayReplySchema = v.strictObject({
  reply: compactJwe(1_000_000),
  facts: compactJws(16_384),
  /** After `send-letter`, and after `issue` where the notice goes by letter: for the print shop, which alone can open it. */
  letter: v.optional(sealedLetter),
});
