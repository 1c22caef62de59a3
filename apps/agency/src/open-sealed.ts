import { createHash, type webcrypto } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { SDJwtInstance } from '@sd-jwt/core';
import { compactDecrypt, compactVerify, decodeJwt, importJWK, jwtVerify, type JWK } from 'jose';

export type Expected = {
  readonly clientId: string;
  /** The nonce of our request, and the digest that the ID token carries. */
  readonly nonce: string;
  readonly digest: unknown;
  /** What came beside the code, in the browser in which the person said yes. */
  readonly releaseSecret: string | null;
  readonly openingKey: webcrypto.CryptoKey;
  /** From the signed registry: who issues credentials, and who says which still stand. */
  readonly issuer: string;
  readonly credentialKey: JWK;
  readonly statusKey: JWK;
};

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const signedBy = (key: JWK) => async (signed: string, signature: string) =>
  compactVerify(`${signed}.${signature}`, await importJWK(key, 'ES256')).then(() => true);

/** What came is not used; `code` says why, without a value. */
export class SealedClaimsRefused extends Error {
  override readonly name = 'SealedClaimsRefused';
  readonly code: string;
  constructor(code: string) {
    super(`The sealed claims are not used: ${code}.`);
    this.code = code;
  }
}

function must(holds: boolean, code: string): void {
  if (!holds) throw new SealedClaimsRefused(code);
}

/**
 * Opens what only this agency can open, with nothing but stock JOSE and SD-JWT (RFC 9901) libraries, and believes it only
 * after every check of RFC 9901 §7. Throws when one fails.
 */
export async function openSealed(
  jwe: string,
  expected: Expected,
): Promise<Record<string, unknown>> {
  must(sha256(jwe).toString('base64url') === expected.digest, 'digest');
  const { plaintext } = await compactDecrypt(jwe, expected.openingKey, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  const presentation = new TextDecoder().decode(plaintext);

  const sdJwt = new SDJwtInstance({
    hasher: (text) => sha256(text as string),
    verifier: signedBy(expected.credentialKey),
    kbVerifier: (signed, signature, { cnf }) => signedBy(cnf?.jwk as JWK)(signed, signature),
  });
  const { payload, header } = await sdJwt.verify(presentation, { keyBindingNonce: expected.nonce });
  const claims = payload as Record<string, unknown>;

  const parts = presentation.split('~');
  const binding = decodeJwt(parts.at(-1) ?? '');
  const { aud, iat = 0 } = binding;
  must(new Set(parts).size === parts.length, 'disclosures');
  must(aud === expected.clientId, 'audience');
  must(Math.abs(Date.now() / 1000 - iat) < 300, 'age');
  // Else whoever runs the provider could bring what one person shares to a login that somebody else began.
  must(expected.releaseSecret !== null, 'release_secret_missing');
  const secretDigest = sha256(expected.releaseSecret ?? '').toString('base64url');
  must(binding['release_secret_sha256'] === secretDigest, 'release_secret');
  must(header?.['typ'] === 'dc+sd-jwt', 'credential_type');
  must(claims['iss'] === expected.issuer, 'credential_issuer');
  must(claims['vct'] === 'urn:signet:credential:identity:1', 'credential_type');
  must(Number(claims['exp']) * 1000 > Date.now(), 'credential_expired');
  must(await stands(claims['status'], expected), 'credential_status');
  return claims;
}

/** Token Status List (draft-ietf-oauth-status-list): two bits for each credential; 0 is valid. */
async function stands(
  status: unknown,
  { issuer, statusKey }: Pick<Expected, 'issuer' | 'statusKey'>,
): Promise<boolean> {
  const { uri, idx } = (status as { status_list: { uri: string; idx: number } }).status_list;
  must(new URL(uri).origin === issuer, 'credential_status');
  const answer = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  const { payload } = await jwtVerify(await answer.text(), await importJWK(statusKey, 'ES256'), {
    typ: 'statuslist+jwt',
    subject: uri,
  });
  const { lst } = payload['status_list'] as { lst: string };
  const byte = inflateSync(Buffer.from(lst, 'base64url'))[idx >> 2];
  return byte !== undefined && ((byte >> ((idx & 3) * 2)) & 3) === 0;
}
