/** Service levels an agency may name in `acr_values`, in Login.gov's spelling. */
// prettier-ignore
export const serviceLevels = {
  authOnly: 'urn:acr.login.gov:auth-only',
  verified: 'urn:acr.login.gov:verified',
} as const;

export type ServiceLevel = (typeof serviceLevels)[keyof typeof serviceLevels];

/**
 * The level that is asserted: `verified` when proofed claims go with it, or when it was asked for and the account is
 * verified; never more than is so.
 */
export function assertedLevel(request: {
  readonly acrValues: unknown;
  readonly releasesProofedClaims: boolean;
  readonly accountIsVerified: boolean;
}): ServiceLevel {
  if (request.releasesProofedClaims) return serviceLevels.verified;
  return asksForVerified(request.acrValues) && request.accountIsVerified
    ? serviceLevels.verified
    : serviceLevels.authOnly;
}

export function asksForVerified(acrValues: unknown): boolean {
  return typeof acrValues === 'string' && acrValues.split(' ').includes(serviceLevels.verified);
}

/** RFC 8176: what was used, and that it was more than one thing. */
export function authenticationMethods(methods: string): string[] {
  return [...methods.split(' ').filter(Boolean), 'mfa'];
}
