import { claims, claimsOfName, valuesByName, verifiedNames, type ClaimName } from './claims.ts';
import {
  answerClaimsRequest,
  answeredNames,
  namesBeside,
  namesWithin,
  unconditionalNames,
  type ClaimsSection,
} from './requested-claims.ts';
import { verificationOf, type CredentialFacts } from './verification.ts';

/** Of a request, as the bff reads it and the browser is told. */
type Asked = { readonly byScope: readonly ClaimName[]; readonly byName: ClaimsSection };

/**
 * AGENCY-30: what is asked for by name is compared with what was verified before anything is disclosed, since of a sealed release
 * nobody could take anything back. Addresses are no part of a credential: `isAddressTaken`. `now` in seconds.
 */
export function answerable(
  listed: readonly ClaimName[],
  { byScope, byName }: Asked,
  values: Readonly<Record<string, unknown>>,
  now: number,
): readonly ClaimName[] {
  const proofed = listed.filter((claim) => claims[claim].proofed);
  const { beside, verified } = answeredNames(byName, byScope, {
    claims: valuesByName(values, proofed),
    verification: verificationOf(values as unknown as CredentialFacts, proofed),
    verified: verifiedNames,
    now,
  });
  const answered = [...beside, ...verified].flatMap((name) => claimsOfName(name));
  return listed.filter((claim) => !claims[claim].proofed || answered.includes(claim));
}

/**
 * Whether an address is one that may go where one is asked for: a request that names another value, of it or of what comes with it, gets
 * none (AGENCY-30). Only confirmed ones are offered.
 */
export function isAddressTaken({ byScope, byName }: Asked, email: string): boolean {
  const available = { claims: { email, email_verified: true }, verified: [], now: 0 };
  return namesBeside(byName, byScope, answerClaimsRequest(byName, available)).includes('email');
}

/** The claims that are asked for whatever they are: an agency that requires one cannot be served without it. */
export function askedForSure({ byScope, byName }: Asked): readonly ClaimName[] {
  return unconditionalNames(byName, byScope).flatMap((name) => claimsOfName(name));
}

/**
 * Whether a yes to these claims can be one: to nothing that was not asked for, to nothing twice, and to everything that the agency requires. Whether
 * a condition of the request holds only the browser can see, so what is asked for on a condition alone may be missing (OpenID Connect Core 1.0
 * §5.5.1: no error where a claim is not returned); what would not be delivered without something that was withheld must be (AGENCY-30).
 */
export function isAcceptable(
  asked: Asked & { readonly claims: readonly ClaimName[] },
  required: readonly ClaimName[],
  granted: readonly ClaimName[],
): boolean {
  const sure = askedForSure(asked);
  const missing = asked.claims.filter(
    (claim) => required.includes(claim) && sure.includes(claim) && !granted.includes(claim),
  );
  // A name takes two: nobody gets half of one, whoever requires that half.
  const couldGo = deliverable([...granted, ...missing], asked);
  return (
    new Set(granted).size === granted.length &&
    granted.every((claim) => asked.claims.includes(claim)) &&
    deliverable(granted, asked).length === granted.length &&
    !missing.some((claim) => couldGo.includes(claim))
  );
}

/** What of it can be delivered at all where nothing else was agreed to: who knows no values can say that much. */
export function deliverable(
  agreed: readonly ClaimName[],
  { byScope, byName }: Asked,
): readonly ClaimName[] {
  const within = namesWithin(byName, byScope, agreed).flatMap((name) => claimsOfName(name));
  return agreed.filter((claim) => !claims[claim].proofed || within.includes(claim));
}
