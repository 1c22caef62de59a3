import type { JWK } from 'jose';
import * as v from 'valibot';
import { credential, type ClaimName } from '@signet/contracts/claims';
import { statusReference, type StatusReference } from '@signet/contracts/credential-status';
import { publicKeyJwk } from '@signet/contracts/public-key-jwk';
import { verifyEs256 } from '../keys/verify-es256.ts';
import { PresentationRefused, type PresentationFault } from './presentation-refused.ts';
import { disclosedClaims, readPresentation, type Jwt, type Presentation } from './sd-jwt.ts';

export type ExpectedPresentation = {
  readonly issuer: string;
  readonly credentialKey: JWK;
  /** The agency, and the one request of it, that the holder's signature must name. */
  readonly audience: string;
  readonly nonce: string;
  readonly accountId: string;
  /** Since when the account counts as verified, in ms; undefined where nothing says so. */
  readonly verifiedAt: number | undefined;
  /** Exactly the proofed claims that the person agreed to. */
  readonly claims: readonly ClaimName[];
  /** Seconds since the epoch. */
  readonly consentedAt: number;
  readonly now: number;
  /** Whether a place in a status list says that this account's copy stands. */
  readonly isInForce: (reference: StatusReference) => boolean;
};

/** What proofing signed and the holder chose to show: disclosed and open claims together. */
export type VerifiedCredential = Readonly<Record<string, unknown>>;

const clockToleranceSeconds = 60;
const daySeconds = 24 * 60 * 60;
const open: readonly string[] = credential.open;

/**
 * AGENCY-4, RFC 9901 §7.3. What costs little is looked at first, and nothing is believed before both signatures hold. Throws
 * `PresentationRefused`.
 */
export function verifyPresentation(
  presentation: string,
  expected: ExpectedPresentation,
): VerifiedCredential {
  const read = readPresentation(presentation);
  checkKeyBinding(read, expected);
  checkCredential(read.credential, expected);
  checkDisclosed(read, expected.claims);
  checkSignatures(read, expected.credentialKey);

  const payload = disclosedClaims(read);
  const known = [...open, ...credential.disclosable];
  refuseUnless(
    'claims',
    Object.keys(payload).every((name) => known.includes(name)),
  );
  refuseUnless('account', payload['account'] === expected.accountId);
  const status = v.safeParse(statusReference, payload['status']);
  refuseUnless('credential_status', status.success && expected.isInForce(status.output));
  return payload;
}

function checkKeyBinding(
  { keyBinding: { header, payload }, sdHash }: Presentation,
  { audience, nonce, consentedAt, now }: ExpectedPresentation,
): void {
  const { aud, iat } = payload;
  refuseUnless('key_binding_signature', header['alg'] === 'ES256');
  refuseUnless('key_binding_signature', header['typ'] === credential.keyBindingType);
  refuseUnless('audience', aud === audience);
  refuseUnless('nonce', payload['nonce'] === nonce);
  refuseUnless(
    'age',
    typeof iat === 'number' &&
      iat >= consentedAt - credential.keyBindingMaxAgeSeconds &&
      iat <= consentedAt + clockToleranceSeconds &&
      isTimely(payload, now),
  );
  refuseUnless('disclosures', payload['sd_hash'] === sdHash);
}

function checkCredential(
  { header, payload }: Jwt,
  { issuer, now, verifiedAt }: ExpectedPresentation,
): void {
  const { iat, exp } = payload;
  refuseUnless('issuer_signature', header['alg'] === 'ES256');
  refuseUnless('credential_type', header['typ'] === credential.headerType);
  refuseUnless('credential_type', payload['vct'] === credential.type);
  refuseUnless('credential_issuer', payload['iss'] === issuer);
  refuseUnless('credential_expired', typeof exp === 'number' && exp > now);
  refuseUnless('credential_expired', isTimely(payload, now));
  // PROOF-12: of before the person proved anew who they are. A copy says the day on which it was signed, and none is signed earlier.
  refuseUnless('credential_expired', (Number(iat) + daySeconds) * 1_000 > (verifiedAt ?? 0));
}

/** RFC 7519 §4.1.4 to §4.1.6, of those that are there: each is a number, and whoever holds a copy writes the binding to it as they like. */
function isTimely({ iat, nbf, exp }: Jwt['payload'], now: number): boolean {
  const isSo = (at: unknown, holds: (seconds: number) => boolean) =>
    at === undefined || (typeof at === 'number' && holds(at));
  const hasBegun = (at: unknown) => isSo(at, (seconds) => seconds <= now + clockToleranceSeconds);
  return (
    hasBegun(iat) && hasBegun(nbf) && isSo(exp, (seconds) => seconds > now - clockToleranceSeconds)
  );
}

/** Neither more nor less than was agreed, and the account that only the bff is shown. */
function checkDisclosed(
  { credential: { payload }, disclosures }: Presentation,
  agreed: readonly ClaimName[],
): void {
  const disclosed = disclosures.map(({ name }) => name);
  // A credential of before says openly when and by what its holder was verified.
  const hidden = credential.disclosable.filter((name) => !Object.hasOwn(payload, name)) as string[];
  const expected = new Set(['account', ...agreed.filter((claim) => hidden.includes(claim))]);
  refuseUnless('account', disclosed.includes('account'));
  refuseUnless(
    'claims',
    disclosed.length === expected.size && disclosed.every((name) => expected.has(name)),
  );
}

function checkSignatures({ credential: issued, keyBinding }: Presentation, issuerKey: JWK): void {
  refuseUnless('issuer_signature', isSignedBy(issuerKey, issued));
  const holder = (issued.payload['cnf'] as { readonly jwk?: unknown } | undefined)?.jwk;
  refuseUnless('key_binding_signature', v.is(publicKeyJwk, holder));
  refuseUnless('key_binding_signature', isSignedBy(holder as JWK, keyBinding));
}

/** That the header says ES256 was checked before. */
function isSignedBy(jwk: JWK, { signed, signature }: Jwt): boolean {
  return verifyEs256(jwk, Buffer.from(signed), Buffer.from(signature, 'base64url'));
}

function refuseUnless(fault: PresentationFault, holds: boolean): void {
  if (!holds) throw new PresentationRefused(fault);
}
