import { createHash } from 'node:crypto';
import type { Agency } from '@signet/contracts/registry';
import { askedLevels, asksForVerified, isMetByAnybody } from './assurance.ts';
import { providerPaths } from './paths.ts';
import { isPublicClient } from './profiles.ts';

/**
 * What lets a client of Login.gov work unchanged. It sends PKCE verifiers shorter than RFC 7636 allows, so challenge and verifier are
 * hashed once more: that binds as tightly and has any length.
 */
export function liftChallenge(challenge: string): string {
  return /^[\w-]{43}$/.test(challenge) ? hash(challenge) : challenge;
}

/** The parameters, with a challenge that was padded, which RFC 7636 does not allow, as it allows it. */
export function withoutPadding<Parameters extends Readonly<Record<string, unknown>>>(
  parameters: Parameters,
): Parameters {
  const { code_challenge: challenge } = parameters;
  return typeof challenge === 'string'
    ? { ...parameters, code_challenge: challenge.replace(/=+$/, '') }
    : parameters;
}

export function liftVerifier(verifier: string): string {
  return hash(verifier);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Login.gov's `locale` in the standard's parameter. */
export function localeOf(locale: unknown): string | undefined {
  return typeof locale === 'string' && /^[a-z]{2}$/.test(locale) ? locale : undefined;
}

/** Login.gov refuses a shorter `state` or `nonce`. */
export const shortestRandom = 22;

/** Whether a client of Login.gov named a level, and none that takes proofing: it is told of none either, whatever is so. */
export function asksForSignInAlone({ profile }: Agency, acrValues: unknown): boolean {
  const asked = askedLevels(acrValues);
  return profile === 'login.gov' && asked.length > 0 && !asksForVerified(asked);
}

/** Whether it takes people as they are: it asks for no more than a sign-in, or for whatever is so (Login.gov's `ial/0`). */
export function takesAnybody({ profile }: Agency, acrValues: unknown): boolean {
  const asked = askedLevels(acrValues);
  return profile === 'login.gov' && asked.length > 0 && asked.every((name) => isMetByAnybody(name));
}

/**
 * Whether a page there may redeem codes and read userinfo (decision 0003): Login.gov lets a client that has no key do it from where it is
 * sent back to, which has the code anyway. A scheme of an app has no origin but `null`, which is anybody's.
 */
export function isPageOf(agency: Agency | undefined, origin: string): boolean {
  if (agency?.profile !== 'login.gov' || !isPublicClient(agency)) return false;
  return agency.redirectUris.some((uri) => /^https?:/.test(uri) && new URL(uri).origin === origin);
}

/** How an assertion of a client of Login.gov may name the token endpoint: it takes a slash behind it, too. */
export function tokenAudiences(issuer: string): readonly string[] {
  const endpoint = `${issuer}${providerPaths.token}`;
  return [endpoint, `${endpoint}/`];
}
