import { createHash, randomBytes } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import { CompactEncrypt, CompactSign, importJWK, type CryptoKey } from 'jose';
import { credential, type ClaimName } from '@signet/contracts/claims';
import {
  releaseType,
  sealedReleaseContentType,
  sealedReleaseType,
  splitCodeSeparator,
} from '@signet/contracts/consent';
import { topUpAudience } from '@signet/contracts/proofing-wire';
import type { Agency } from '@signet/contracts/registry';
import {
  appendReleaseSecret,
  newReleaseSecret,
  releaseSecretDigest,
} from '@signet/contracts/release-secret';
import type { Copy } from './copies.ts';

/** RFC 9901 with SHA-256. */
const sdJwt = (holder?: CryptoKey) =>
  new SDJwtInstance({
    hashAlg: 'sha-256',
    hasher: (text) =>
      createHash('sha256')
        .update(typeof text === 'string' ? text : new Uint8Array(text))
        .digest(),
    saltGenerator: () => randomBytes(16).toString('base64url'),
    ...(holder === undefined ? {} : { kbSignAlg: 'ES256', kbSigner: signWith(holder) }),
  });

const signWith = (holder: CryptoKey) => async (signed: string) => {
  const [header = '', payload = ''] = signed.split('.');
  const jws = await new CompactSign(Buffer.from(payload, 'base64url'))
    .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string })
    .sign(holder);
  return jws.split('.')[2] ?? '';
};

export async function valuesIn(copy: Copy): Promise<Readonly<Record<string, unknown>>> {
  return (await sdJwt().getClaims(copy.credential)) as Record<string, unknown>;
}

/** With all that it says, to proofing alone. */
export async function shownWhole(copy: Copy, nonce: string): Promise<string> {
  const names = Object.keys(await valuesIn(copy));
  return sdJwt(copy.key).present(
    copy.credential,
    Object.fromEntries(names.map((name) => [name, true])) as never,
    { kb: { payload: { iat: Math.floor(Date.now() / 1_000), aud: topUpAudience, nonce } } },
  );
}

const bucket = 512;

export type Sealed = {
  readonly release: string;
  /** What opens the release, where it travels to the agency in its code. */
  readonly key?: string;
  /** What shows an agency that opens the release itself in which browser it was agreed to. */
  readonly secret?: string;
};

/** The agreed claims and no other, bound to this agency and this request, and sealed as the agency's registration says. */
export async function sealedFor(
  agency: Agency,
  copy: Copy,
  agreed: readonly ClaimName[],
  binding: { readonly audience: string; readonly nonce: string },
): Promise<Sealed> {
  const disclosable: readonly string[] = credential.disclosable;
  const shown = [
    ...agreed.filter((claim) => disclosable.includes(claim)),
    ...(agency.delivery === 'sealed' ? [] : ['account']),
  ];
  const { audience: aud, nonce } = binding;
  const { secret, digest } = await newReleaseSecret();
  const secretOf = agency.delivery === 'sealed' ? { [releaseSecretDigest]: digest } : {};
  const bound = (padding: { readonly pad: string }) =>
    sdJwt(copy.key).present(
      copy.credential,
      Object.fromEntries(shown.map((claim) => [claim, true])) as never,
      {
        kb: {
          payload: { iat: Math.floor(Date.now() / 1_000), aud, nonce, ...secretOf, ...padding },
        },
      },
    );
  // Padded as the pages do it: an agency meets the member here, too.
  const missing = bucket - ((await bound({ pad: '' })).length % bucket);
  const presentation = await bound({ pad: '0'.repeat(Math.floor((missing * 3) / 4)) });
  return agency.delivery === 'sealed'
    ? { release: await toAgency(presentation, agency), secret }
    : underNewKey(presentation);
}

async function toAgency(presentation: string, { clientId, encryptionKey }: Agency) {
  if (encryptionKey === undefined) throw new Error('The registry names no key for this agency.');
  return new CompactEncrypt(Buffer.from(presentation))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedReleaseType,
      cty: sealedReleaseContentType,
      kid: encryptionKey.kid,
    })
    .setKeyManagementParameters({ apv: Buffer.from(clientId) })
    .encrypt(await importJWK({ ...encryptionKey }, 'ECDH-ES'));
}

async function underNewKey(presentation: string): Promise<Sealed> {
  const key = randomBytes(32);
  const release = await new CompactEncrypt(Buffer.from(JSON.stringify({ presentation })))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: releaseType })
    .encrypt(key);
  return { release, key: key.toString('base64url') };
}

/** AGENCY-3, AGENCY-54: the second half of the code, or what goes beside it. */
export function besideCode(location: string, { key, secret }: Partial<Sealed>): string {
  const url = new URL(location);
  const code = url.searchParams.get('code');
  if (key !== undefined && code !== null)
    url.searchParams.set('code', `${code}${splitCodeSeparator}${key}`);
  appendReleaseSecret(url, secret);
  return url.href;
}
