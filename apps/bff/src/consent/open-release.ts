import * as v from 'valibot';
import { releasePlaintext, releaseType } from '@signet/contracts/consent';
import { valuesByName, type ClaimName } from '@signet/contracts/claims';
import { verifiedAtOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { statusOf } from '../credential-status/read-status.ts';
import { verificationOf, type CredentialFacts } from '@signet/contracts/verification';
import { openJwe } from './open-jwe.ts';
import { PresentationRefused } from './presentation-refused.ts';
import type { KeptRelease } from './releases.ts';
import { verifyPresentation, type VerifiedCredential } from './verify-presentation.ts';

/** Claims as userinfo answers them, and how the person was verified. */
export type OpenedRelease = {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly verification: Readonly<Record<string, unknown>>;
};

/**
 * The written exception to the rule of the house (docs/security/principles.md): with K from the redeemed code the bff opens
 * the presentation, in memory, and takes from it what was agreed to. Throws `PresentationRefused`.
 */
export function openRelease(
  bff: Pick<Bff, 'registry' | 'db' | 'keys' | 'config' | 'now'>,
  { terms, release }: KeptRelease,
  releaseKey: string,
): OpenedRelease {
  const { registry } = bff;
  const verified = verifyPresentation(decrypt(release, releaseKey), {
    issuer: registry.issuer,
    credentialKey: registry.proofing.credentialKey,
    audience: terms.clientId,
    nonce: terms.nonce,
    accountId: terms.accountId,
    verifiedAt: verifiedAtOf(bff, terms.accountId),
    claims: terms.claims,
    consentedAt: Math.floor(terms.consentedAt / 1_000),
    now: Math.floor(bff.now() / 1_000),
    isInForce: (reference) => statusOf(bff, terms.accountId, reference) === 'valid',
  });
  return agreedClaims(verified, terms.claims);
}

function decrypt(release: string, releaseKey: string): string {
  const key = Buffer.from(releaseKey, 'base64url');
  if (key.length !== 32 || key.toString('base64url') !== releaseKey) {
    throw new PresentationRefused('malformed');
  }
  try {
    return v.parse(releasePlaintext, JSON.parse(openJwe(release, key, releaseType))).presentation;
  } catch {
    // What is wrong with it is of no use to anyone but a forger.
    throw new PresentationRefused('malformed');
  }
}

/** Under the names of Login.gov and of the standard; how they were verified stands apart, for `verified_claims`. */
function agreedClaims(verified: VerifiedCredential, agreed: readonly ClaimName[]): OpenedRelease {
  const { level, pathway } = verified;
  return {
    claims: { level, pathway, ...valuesByName(verified, agreed) },
    verification: verificationOf(verified as unknown as CredentialFacts, agreed),
  };
}
