import * as v from 'valibot';
import { claimNames } from './claims.ts';
import { emailLimit } from './emails.ts';
import { emailId } from './ids.ts';
import { operations } from './operation.ts';
import { namesFewValues } from './requested-claims.ts';
import { compactJwe, emailAddress, instant, nothing } from './text.ts';

/** A path on this origin that the browser fetches (`accept: application/json`) to go on with the agency's request. */
const resumePath = v.pipe(v.string(), v.regex(/^\/openid_connect\/authorize\/[A-Za-z0-9_-]+$/));

/**
 * What the pages under `/interaction/:uid` ask about the agency's request. The path carries the uid, because the
 * interaction cookie is bound to it: two tabs can never see each other's agency.
 */
export const consentOperations = operations({
  readInteraction: {
    method: 'GET',
    path: '/interaction/:uid/api/details',
    session: 'none',
    input: nothing,
    reply: v.strictObject({
      prompt: v.picklist(['login', 'consent']),
      clientId: v.string(),
      requestedClaims: v.array(v.picklist(claimNames)),
      /** Which of them are asked for without a condition, and the others' conditions (OpenID Connect Core §5.5, `userinfo`). */
      byScope: v.array(v.picklist(claimNames)),
      byName: v.pipe(
        v.record(v.string(), v.unknown()),
        v.check((asked) => namesFewValues(asked)),
      ),
      /** Whether it takes a person who proved who they are, whatever is asked for. */
      verifiedOnly: v.boolean(),
      /** Whether what the person proved is older than the agency takes: they prove it anew before what was proved is shared. */
      proveAnew: v.boolean(),
      /** Whether it is an app that the answer goes to (AGENCY-52). */
      returnsToApp: v.boolean(),
      /** `prompt=create`: the agency sends somebody who is new here. */
      newHere: v.boolean(),
      /** `login_hint`, where it is an e-mail address and nobody signed in for the request yet. */
      loginHint: v.optional(emailAddress),
      /** For the key binding of the presentation: `aud` must be the agency the registry names, `nonce` this request. */
      keyBinding: v.strictObject({
        audience: v.string(),
        nonce: v.string(),
        /** The bff's clock, by which the holder's signature is dated: the device's may be wrong. */
        now: instant,
      }),
    }),
    problems: ['interaction_gone', 'agency_unknown', 'agreement_over'],
  },
  /** The signed-in person is the one who answers the agency's request. */
  completeLogin: {
    method: 'POST',
    path: '/interaction/:uid/api/login',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ resume: resumePath }),
    problems: [
      'interaction_gone',
      'agency_unknown',
      'agreement_over',
      'password_change_due',
      'second_step_due',
    ],
  },
  /**
   * The person said yes. `release` is the presentation, sealed in the browser under a fresh key K that the bff gets to
   * know only when the agency redeems the code (JWE, dir + A256GCM). Absent when no proofed claim is asked for.
   */
  grantConsent: {
    method: 'POST',
    path: '/interaction/:uid/api/consent',
    session: 'signed-in',
    input: v.strictObject({
      claims: v.array(v.picklist(claimNames)),
      /** Which confirmed address this agency gets, where `email` is among the claims, and which ones, where `all_emails` is. */
      emailId: v.optional(emailId),
      allEmailIds: v.optional(v.pipe(v.array(emailId), v.minLength(1), v.maxLength(emailLimit))),
      release: v.optional(compactJwe(65_536)),
      /** Which page says so, by a number of its own: a second yes of it says that the answer to the first got lost (AGENCY-52). */
      page: v.optional(v.pipe(v.string(), v.uuid())),
    }),
    reply: v.strictObject({ resume: resumePath }),
    problems: [
      'interaction_gone',
      'agency_unknown',
      'agreement_over',
      'release_not_accepted',
      'addresses_changed',
      'password_change_due',
      'second_step_due',
      'identity_suspended',
      'identity_frozen',
    ],
    bodyLimitBytes: 128 * 1_024,
  },
  /** The person said no: the agency gets `access_denied`. */
  refuseConsent: {
    method: 'POST',
    path: '/interaction/:uid/api/refuse',
    session: 'none',
    input: nothing,
    reply: v.strictObject({ resume: resumePath }),
    problems: ['interaction_gone'],
  },
});

/**
 * AGENCY-52: between the yes and the press that has a code to an app made, what was agreed to waits no longer than this. What is sealed to an agency
 * was signed at the yes and counts there for five minutes (AGENCY-22): beside the code's minute, half a one is left for the agency and its clock.
 */
export const pressWithinMs = 3.5 * 60_000;
/** AGENCY-7. */
export const codeLivesMs = 60_000;

/** What `resumePath` answers to a fetch: the next interaction on this origin, or the agency's redirect URI. */
export const resumeReply = v.strictObject({ location: v.pipe(v.string(), v.url()) });

/** `typ` of the sealed release, and its plaintext. */
export const releaseType = 'signet-release+jwe';
export const releasePlaintext = v.strictObject({
  /** SD-JWT with the agreed disclosures, `account`, and a key-binding JWT. */
  presentation: v.pipe(v.string(), v.maxLength(32_000)),
});

/**
 * Sealed delivery (AGENCY-22): the presentation itself, in a JWE (ECDH-ES, A256GCM) to the key that the registry names for
 * the agency; `cty` is the SD-JWT's media type. The bff hands it on as an aggregated claim (OpenID Connect Core §5.6.2)
 * of this source, and its SHA-256 in the ID token.
 */
export const sealedReleaseType = 'signet-sealed-release+jwe';
export const sealedReleaseContentType = 'dc+sd-jwt';
export const sealedSource = 'signet';
export const sealedDigestClaim = 'sealed_claims_sha256';

/** Stands between the authorization code and K (32 bytes, base64url) in the `code` that the browser hands to the agency. */
export const splitCodeSeparator = '~';
