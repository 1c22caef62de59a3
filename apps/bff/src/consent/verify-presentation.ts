import { createHash, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import { decodeJwt, decodeProtectedHeader, type JWK, type JWTPayload } from 'jose';
import * as v from 'valibot';
import { credential, type ClaimName } from '@signet/contracts/claims';
import { statusReference, type StatusReference } from '@signet/contracts/credential-status';
import { publicKeyJwk } from '@signet/contracts/public-key-jwk';
import { readDisclosures } from './read-disclosures.ts';
import { PresentationRefused, type PresentationFault } from './presentation-refused.ts';

export type ExpectedPresentation = {
  readonly issuer: string;
  readonly credentialKey: JWK;
  /** The agency, and the one request of it, that the holder's signature must name. */
  readonly audience: string;
  readonly nonce: string;
  readonly accountId: string;
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
const open: readonly string[] = credential.open;

/**
 * AGENCY-4. RFC 9901 §7: every check that the library does not make is made here, since 0.20 ignores `aud`, the header's
 * `typ` and repeated disclosures. Throws `PresentationRefused`.
 */
export async function verifyPresentation(
  presentation: string,
  expected: ExpectedPresentation,
): Promise<VerifiedCredential> {
  const parts = presentation.split('~');
  const issued = parts[0] ?? '';
  const keyBinding = parts.at(-1) ?? '';
  if (parts.length < 2 || keyBinding === '') throw new PresentationRefused('key_binding_missing');

  checkKeyBinding(keyBinding, expected);
  checkCredential(issued, expected);
  checkDisclosed(parts.slice(1, -1), issued, expected.claims);

  const payload = await verifySignatures(presentation, expected);
  const names = Object.keys(payload);
  const known = [...open, ...credential.disclosable];
  refuseUnless(
    'claims',
    names.every((name) => known.includes(name)),
  );
  refuseUnless('account', payload['account'] === expected.accountId);
  const status = v.safeParse(statusReference, payload['status']);
  refuseUnless('credential_status', status.success && expected.isInForce(status.output));
  return payload;
}

function checkKeyBinding(
  jwt: string,
  { audience, nonce, consentedAt }: ExpectedPresentation,
): void {
  const { header, payload } = decode(jwt);
  const { aud, iat } = payload;
  refuseUnless('key_binding_signature', header.alg === 'ES256');
  refuseUnless('key_binding_signature', header.typ === credential.keyBindingType);
  refuseUnless('audience', aud === audience);
  refuseUnless('nonce', payload['nonce'] === nonce);
  refuseUnless(
    'age',
    typeof iat === 'number' &&
      iat >= consentedAt - credential.keyBindingMaxAgeSeconds &&
      iat <= consentedAt + clockToleranceSeconds,
  );
}

function checkCredential(jwt: string, { issuer, now }: ExpectedPresentation): void {
  const { header, payload } = decode(jwt);
  refuseUnless('issuer_signature', header.alg === 'ES256');
  refuseUnless('credential_type', header.typ === credential.headerType);
  refuseUnless('credential_type', payload['vct'] === credential.type);
  refuseUnless('credential_issuer', payload.iss === issuer);
  refuseUnless('credential_expired', typeof payload.exp === 'number' && payload.exp > now);
  refuseUnless('malformed', payload['_sd_alg'] === 'sha-256');
}

/** Neither more nor less than was agreed, each once, and the account that only the bff is shown. */
function checkDisclosed(
  disclosures: readonly string[],
  issued: string,
  agreed: readonly ClaimName[],
): void {
  const disclosed = readDisclosures(disclosures);
  const { payload } = decode(issued);
  // A credential of before says openly when and by what its holder was verified.
  const hidden = credential.disclosable.filter((name) => !Object.hasOwn(payload, name)) as string[];
  const expected = new Set(['account', ...agreed.filter((claim) => hidden.includes(claim))]);
  refuseUnless('account', disclosed.includes('account'));
  refuseUnless('disclosures', new Set(disclosed).size === disclosed.length);
  refuseUnless(
    'claims',
    disclosed.length === expected.size && disclosed.every((name) => expected.has(name)),
  );
}

async function verifySignatures(
  presentation: string,
  { credentialKey, nonce, now }: ExpectedPresentation,
): Promise<VerifiedCredential> {
  const instance = new SDJwtInstance({
    hasher: (text) =>
      createHash('sha256')
        .update(typeof text === 'string' ? text : new Uint8Array(text))
        .digest(),
    verifier: async (signed, signature) =>
      signatureOf(signed, signature, credentialKey, 'issuer_signature'),
    kbVerifier: async (signed, signature, { cnf }) => {
      const holder = v.safeParse(publicKeyJwk, cnf?.jwk);
      refuseUnless('key_binding_signature', holder.success);
      return signatureOf(signed, signature, cnf?.jwk as JWK, 'key_binding_signature');
    },
  });
  try {
    const { payload } = await instance.verify(presentation, {
      currentDate: now,
      skewSeconds: clockToleranceSeconds,
      keyBindingNonce: nonce,
    });
    return payload as VerifiedCredential;
  } catch (problem) {
    if (problem instanceof PresentationRefused) throw problem;
    throw new PresentationRefused('disclosures');
  }
}

/** The registry's key stays the same object for as long as the process lives; a holder's is forgotten with its presentation. */
const publicKeys = new WeakMap<JWK, KeyObject>();

function publicKeyOf(jwk: JWK): KeyObject {
  const known = publicKeys.get(jwk) ?? createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  publicKeys.set(jwk, known);
  return known;
}

/** ES256 (RFC 7518 §3.4); that the header says so was checked before. Here and not by WebCrypto, which costs several times as much. */
function signatureOf(signed: string, signature: string, jwk: JWK, fault: PresentationFault): true {
  let holds = false;
  try {
    const key = { key: publicKeyOf(jwk), dsaEncoding: 'ieee-p1363' } as const;
    holds =
      key.key.asymmetricKeyDetails?.namedCurve === 'prime256v1' &&
      verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'base64url'));
  } catch {
    // A key that is none verifies nothing.
  }
  refuseUnless(fault, holds);
  return true;
}

function decode(jwt: string): { header: { alg?: string; typ?: string }; payload: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(jwt), payload: decodeJwt(jwt) };
  } catch {
    throw new PresentationRefused('malformed');
  }
}

function refuseUnless(fault: PresentationFault, holds: boolean): void {
  if (!holds) throw new PresentationRefused(fault);
}
