import { SDJwtInstance } from '@sd-jwt/core';
import { base64url, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { credential } from '@signet/contracts/claims';
import type { HeldCredential } from '../vault/credentials.ts';
import { origin } from './installation.ts';
import { accountId, claimValues } from './person.ts';

export async function holderKey(): Promise<HeldCredential['holderKey']> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x = '', y = '', d = '' } = await exportJWK(privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d };
}

export type Said = {
  readonly account?: string;
  readonly typ?: string;
  readonly open?: Record<string, unknown>;
  readonly disclosable?: Record<string, unknown>;
};

/** Plays proofing: a credential in the form of `apps/proofing`. */
export async function issueCredential(
  signingKey: CryptoKey,
  { kty, crv, x, y }: JWK,
  said: Said = {},
): Promise<string> {
  const proofing = new SDJwtInstance({
    hashAlg: 'sha-256',
    hasher: async (text) =>
      new Uint8Array(
        await crypto.subtle.digest(
          'SHA-256',
          typeof text === 'string' ? new TextEncoder().encode(text) : text,
        ),
      ),
    saltGenerator: () => base64url.encode(crypto.getRandomValues(new Uint8Array(16))),
    signAlg: 'ES256',
    signer: async (text) =>
      base64url.encode(
        new Uint8Array(
          await crypto.subtle.sign(
            { name: 'ECDSA', hash: 'SHA-256' },
            signingKey,
            new TextEncoder().encode(text),
          ),
        ),
      ),
  });
  const today = Math.floor(Date.now() / 86_400_000) * 86_400;
  const given = {
    ...claimValues,
    verified_at: today,
    evidence: ['state_id', 'phone_account'],
    account: said.account ?? accountId,
    ...said.disclosable,
  };
  // Whoever has no telephone has no claim of one.
  const disclosable = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const payload = {
    iss: origin,
    iat: today,
    exp: today + 365 * 86_400,
    vct: credential.type,
    cnf: { jwk: { kty, crv, x, y } },
    status: { status_list: { idx: 7, uri: `${origin}/credential-status/1` } },
    level: 'verified',
    pathway: 'document-and-phone',
    ...said.open,
    ...disclosable,
  };
  return proofing.issue(
    payload as Record<string, unknown>,
    { _sd: Object.keys(disclosable) } as never,
    { header: { typ: said.typ ?? credential.headerType } },
  );
}
