import { createHash } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import { credential } from '@signet/contracts/claims';
import { statusReference, type StatusReference } from '@signet/contracts/credential-status';
import { topUpAudience } from '@signet/contracts/proofing-wire';
import { publicKeyJwk } from '@signet/contracts/public-key-jwk';
import type { Proofing } from '../proofing.ts';
import { dayOf, type CredentialClaims } from './sign-credential.ts';

type Expected = {
  readonly accountId: string;
  readonly nonce: string;
  readonly at: Date;
  /** Since when the person counts as verified: a copy of before, as of an identity that was frozen since, is over. */
  readonly verifiedAt: Date;
  /** The place of the copy that the bff calls valid; dates are of a day, and a person may prove twice in one. */
  readonly place: StatusReference;
};

const clockToleranceSeconds = 60;
const hiding = v.object({ _sd: v.array(v.string()) });

/** A copy that cannot be signed again, whatever the reason: none is told. */
export class CopyRefused extends Error {
  readonly code = 'copy_refused';
}

/**
 * A credential of our own, shown whole by its holder for this request: signed by us, not expired, of this account and its last proofing, every
 * hidden claim disclosed once. RFC 9901 §7, with the checks that the library does not make. Throws `CopyRefused`.
 */
export async function openCopy(
  { registry }: Pick<Proofing, 'registry'>,
  presentation: string,
  { accountId, nonce, at, verifiedAt, place }: Expected,
): Promise<CredentialClaims> {
  const seconds = Math.floor(at.getTime() / 1000);
  const parts = presentation.split('~');
  const [issued = '', keyBinding = ''] = [parts[0], parts.at(-1)];
  try {
    const bound = decodeJwt(keyBinding);
    const header = decodeProtectedHeader(issued);
    const { _sd: hidden } = v.parse(hiding, decodeJwt(issued));
    const own = await verified(presentation, { registry }, nonce, seconds);
    const holds =
      header.typ === credential.headerType &&
      decodeProtectedHeader(keyBinding).typ === credential.keyBindingType &&
      bound.aud === topUpAudience &&
      typeof bound.iat === 'number' &&
      Math.abs(seconds - bound.iat) <= credential.keyBindingMaxAgeSeconds &&
      own['iss'] === registry.issuer &&
      own['vct'] === credential.type &&
      Number(own['exp']) > seconds &&
      Number(own['verified_at']) >= dayOf(verifiedAt) &&
      own['account'] === accountId &&
      isAt(own['status'], place) &&
      parts.length - 2 === hidden.length;
    if (holds) return own;
  } catch {
    // What is wrong with it is of no use to anyone but a forger.
  }
  throw new CopyRefused('the copy is not accepted');
}

function isAt(status: unknown, { status_list: { uri, idx } }: StatusReference): boolean {
  const own = v.safeParse(statusReference, status);
  if (!own.success) return false;
  const { status_list: list } = own.output;
  return list.uri === uri && list.idx === idx;
}

async function verified(
  presentation: string,
  { registry }: Pick<Proofing, 'registry'>,
  nonce: string,
  now: number,
): Promise<CredentialClaims> {
  const instance = new SDJwtInstance({
    hasher: (text) =>
      createHash('sha256')
        .update(typeof text === 'string' ? text : new Uint8Array(text))
        .digest(),
    verifier: (signed, signature) =>
      isSignedBy({ ...registry.proofing.credentialKey }, signed, signature),
    kbVerifier: (signed, signature, { cnf }) =>
      isSignedBy(v.parse(publicKeyJwk, cnf?.jwk), signed, signature),
  });
  const { payload } = await instance.verify(presentation, {
    currentDate: now,
    skewSeconds: clockToleranceSeconds,
    keyBindingNonce: nonce,
  });
  return payload as CredentialClaims;
}

/** ES256 (RFC 7518 §3.4) over `header.payload`, by a key that is to verify; rejects, or says no, where it is anything else. */
export async function isSignedBy(key: JWK, signed: string, signature: string): Promise<boolean> {
  // RFC 7517 §4.2: the library asks `key_ops` and not `use`.
  if (key.use !== undefined && key.use !== 'sig') return false;
  await compactVerify(`${signed}.${signature}`, await importJWK(key, 'ES256'), {
    algorithms: ['ES256'],
  });
  return true;
}
