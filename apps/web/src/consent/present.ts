import { CompactEncrypt, importJWK } from 'jose';
import { claims, credential, type ClaimName } from '@signet/contracts/claims';
import {
  releaseType,
  sealedReleaseContentType,
  sealedReleaseType,
  splitCodeSeparator,
} from '@signet/contracts/consent';
import type { Agency } from '@signet/contracts/registry';
import { appendReleaseSecret, releaseSecretDigest } from '@signet/contracts/release-secret';
import type { HeldCredential } from '../vault/credentials.ts';
import { sdJwt, signWith } from '../vault/sd-jwt.ts';
import { mustBeListed } from '../app/interaction.ts';

/**
 * A presentation (RFC 9901 §4.3): the credential with exactly the agreed disclosures, bound by the holder's key to this agency
 * and this request (AGENCY-2, AGENCY-4). `account` goes with it where the bff opens it, and never to an agency (AGENCY-22).
 */
export async function present(
  held: HeldCredential,
  agreed: readonly ClaimName[],
  binding: { readonly audience: string; readonly nonce: string },
  {
    delivery,
    now,
    secretDigest,
  }: {
    readonly delivery: Agency['delivery'];
    readonly now: number;
    /** AGENCY-54, with sealed delivery. */
    readonly secretDigest?: string;
  },
): Promise<string> {
  const signer = await signWith(held.holderKey);
  const disclosable: readonly string[] = credential.disclosable;
  const shown = [
    ...agreed.filter((claim) => claims[claim].proofed && disclosable.includes(claim)),
    ...(delivery === 'sealed' ? [] : ['account']),
  ];
  const bound = (more: object) =>
    sdJwt(signer).present(
      held.credential,
      Object.fromEntries(shown.map((claim) => [claim, true])) as never,
      {
        kb: {
          payload: {
            iat: Math.floor(now / 1000),
            aud: binding.audience,
            nonce: binding.nonce,
            ...(secretDigest === undefined ? {} : { [releaseSecretDigest]: secretDigest }),
            ...more,
          },
        },
      },
    );
  // Who relays the ciphertext sees how long it is: padded, so that it does not tell the length of a name.
  const { length } = await bound({ pad: '' });
  const missing = bucket - (length % bucket);
  return bound({ pad: '0'.repeat(Math.floor((missing * 3) / 4)) });
}

const bucket = 512;

/** AGENCY-22: for the agency alone, by the key that the signed registry names for it. */
export async function sealForAgency(
  presentation: string,
  { clientId, encryptionKey }: Agency,
): Promise<string> {
  if (encryptionKey === undefined) throw new Error('the registry names no key for this agency');
  return new CompactEncrypt(new TextEncoder().encode(presentation))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedReleaseType,
      cty: sealedReleaseContentType,
      kid: encryptionKey.kid,
    })
    .setKeyManagementParameters({ apv: new TextEncoder().encode(clientId) })
    .encrypt(await importJWK({ ...encryptionKey }, 'ECDH-ES'));
}

/** AGENCY-3: sealed under a key that the bff does not have; it travels to the agency inside the code and comes back with it. */
export async function sealRelease(
  presentation: string,
): Promise<{ readonly release: string; readonly key: string }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const release = await new CompactEncrypt(
    new TextEncoder().encode(JSON.stringify({ presentation })),
  )
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: releaseType })
    .encrypt(key);
  const text = base64url(key);
  key.fill(0);
  return { release, key: text };
}

/** What goes to the agency with its code, and never to the bff: the key's half (AGENCY-3), or with sealed delivery the secret (AGENCY-54). */
export type BesideCode = { readonly key?: string; readonly secret?: string };

/**
 * The agency's address with what goes beside the code. Throws unless the address is one that the signed registry lists:
 * the bff does not decide where key and secret go.
 */
export function addressAtAgency(
  address: URL,
  { key, secret }: BesideCode,
  redirectUris: readonly string[],
): URL {
  const target = new URL(address);
  mustBeListed(target, redirectUris);
  const code = target.searchParams.get('code');
  if (key !== undefined && code !== null)
    target.searchParams.set('code', `${code}${splitCodeSeparator}${key}`);
  appendReleaseSecret(target, secret);
  return target;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
