import { createHash, type webcrypto } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { SDJwtInstance } from '@sd-jwt/core';
import { compactDecrypt, compactVerify, decodeJwt, importJWK, jwtVerify, type JWK } from 'jose';

export type Expected = {
  readonly clientId: string;
  /** The nonce of our request, and the digest that the ID token carries. */
  readonly nonce: string;
  readonly digest: unknown;
  readonly openingKey: webcrypto.CryptoKey;
  /** From the signed registry: who issues credentials, and who says which still stand. */
  readonly issuer: string;
  readonly credentialKey: JWK;
  readonly statusKey: JWK;
};

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const signedBy = (key: JWK) => async (signed: string, signature: string) =>
  compactVerify(`${signed}.${signature}`, await importJWK(key, 'ES256')).then(() => true);

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The sealed claims are not used: ${what}.`);
}

/**
 * Opens what only this agency can open, with nothing but stock JOSE and SD-JWT (RFC 9901) libraries, and believes it only
 * after every check of RFC 9901 §7. Throws when one fails.
 */
export async function openSealed(
  jwe: string,
  expected: Expected,
): Promise<Record<string, unknown>> {
  must(sha256(jwe).toString('base64url') === expected.digest, 'not those of this sign-in');
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
  const { aud, iat = 0 } = decodeJwt(parts.at(-1) ?? '');
  must(new Set(parts).size === parts.length, 'a claim is shown twice');
  must(aud === expected.clientId, 'shown to another agency');
  must(Math.abs(Date.now() / 1000 - iat) < 300, 'shown too long ago');
  must(header?.['typ'] === 'dc+sd-jwt', 'not a credential');
  must(claims['iss'] === expected.issuer, 'issued elsewhere');
  must(claims['vct'] === 'urn:signet:credential:identity:1', 'not an identity');
  must(Number(claims['exp']) * 1000 > Date.now(), 'expired');
  must(await stands(claims['status'], expected), 'suspended or revoked');
  return claims;
}

/** Token Status List (draft-ietf-oauth-status-list): two bits for each credential; 0 is valid. */
async function stands(
  status: unknown,
  { issuer, statusKey }: Pick<Expected, 'issuer' | 'statusKey'>,
): Promise<boolean> {
  const { uri, idx } = (status as { status_list: { uri: string; idx: number } }).status_list;
  must(new URL(uri).origin === issuer, 'its status is kept elsewhere');
  const answer = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  const { payload } = await jwtVerify(await answer.text(), await importJWK(statusKey, 'ES256'), {
    typ: 'statuslist+jwt',
    subject: uri,
  });
  const { lst } = payload['status_list'] as { lst: string };
  const byte = inflateSync(Buffer.from(lst, 'base64url'))[idx >> 2];
  return byte !== undefined && ((byte >> ((idx & 3) * 2)) & 3) === 0;
}
