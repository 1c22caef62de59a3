import { createHash, randomBytes } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import {
  CompactEncrypt,
  CompactSign,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import { credential } from '@signet/contracts/claims';
import type { StatusReference } from '@signet/contracts/credential-status';
import {
  releaseType,
  sealedReleaseContentType,
  sealedReleaseType,
} from '@signet/contracts/consent';
import type { Agency } from '@signet/contracts/registry';
import { releaseSecretDigest } from '@signet/contracts/release-secret';
import { person } from './person.ts';

export type KeyPair = {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
};

export async function es256KeyPair(): Promise<KeyPair> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return {
    ...pair,
    jwk: { ...(await exportJWK(pair.publicKey)), kid: randomBytes(6).toString('hex') },
  };
}

function sdHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

const hasher = (text: string | ArrayBuffer) =>
  createHash('sha256')
    .update(typeof text === 'string' ? text : new Uint8Array(text))
    .digest();

const signerOf = (key: CryptoKey) => async (signed: string) => {
  const [header = '', payload = ''] = signed.split('.');
  const jws = await new CompactSign(Buffer.from(payload, 'base64url'))
    .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string })
    .sign(key);
  return jws.split('.')[2] ?? '';
};

export type Issue = {
  readonly issuer: string;
  readonly accountId: string;
  readonly signingKey: CryptoKey;
  readonly holderKey: JWK;
  readonly status: StatusReference;
  readonly header?: Record<string, unknown>;
  readonly open?: Record<string, unknown>;
  readonly disclosable?: Record<string, unknown>;
};

/** Plays proofing: a credential in the form of `apps/proofing`. */
export async function issueCredential(issue: Issue): Promise<string> {
  const today = Math.floor(Date.now() / 86_400_000) * 86_400;
  const disclosable: Record<string, unknown> = {
    ...person,
    verified_at: today,
    evidence: ['state_id'],
    account: issue.accountId,
    ...issue.disclosable,
  };
  const { kty, crv, x, y } = issue.holderKey;
  const payload = {
    iss: issue.issuer,
    iat: today,
    exp: today + 365 * 86_400,
    vct: credential.type,
    cnf: { jwk: { kty, crv, x, y } },
    status: issue.status,
    level: 'verified',
    pathway: 'document-and-phone',
    ...disclosable,
    ...issue.open,
  };
  const proofing = new SDJwtInstance({
    hasher,
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    signAlg: 'ES256',
    signer: signerOf(issue.signingKey),
  });
  return proofing.issue(
    payload as Record<string, unknown>,
    { _sd: Object.keys(disclosable).filter((name) => !(name in { ...issue.open })) } as never,
    {
      header: issue.header ?? { typ: credential.headerType },
    },
  );
}

export type Show = {
  readonly disclose: readonly string[];
  readonly audience: string;
  readonly nonce: string;
  readonly holder: CryptoKey;
  readonly issuedAt?: number;
  readonly secretDigest?: string;
};

/** Plays the browser: chosen disclosures and a key binding. */
export async function present(issued: string, show: Show): Promise<string> {
  const browser = new SDJwtInstance({
    hasher,
    kbSignAlg: 'ES256',
    kbSigner: signerOf(show.holder),
  });
  return browser.present(
    issued,
    Object.fromEntries(show.disclose.map((name) => [name, true])) as never,
    {
      kb: {
        payload: {
          aud: show.audience,
          nonce: show.nonce,
          iat: show.issuedAt ?? Math.floor(Date.now() / 1000),
          ...(show.secretDigest === undefined ? {} : { [releaseSecretDigest]: show.secretDigest }),
        },
      },
    },
  );
}

/** Binds a presentation that was tampered with anew, as its holder could. */
export async function bindAgain(
  withoutKeyBinding: string,
  show: Omit<Show, 'disclose'>,
): Promise<string> {
  const keyBinding = await new CompactSign(
    new TextEncoder().encode(
      JSON.stringify({
        aud: show.audience,
        nonce: show.nonce,
        iat: show.issuedAt ?? Math.floor(Date.now() / 1000),
        sd_hash: sdHash(withoutKeyBinding),
      }),
    ),
  )
    .setProtectedHeader({ alg: 'ES256', typ: credential.keyBindingType })
    .sign(show.holder);
  return withoutKeyBinding + keyBinding;
}

export type Sealed = {
  readonly release: string;
  readonly releaseKey: string | undefined;
  readonly releaseSecret?: string;
};

export async function sealRelease(
  presentation: string,
  typ: string = releaseType,
): Promise<Sealed> {
  const key = randomBytes(32);
  const release = await new CompactEncrypt(
    new TextEncoder().encode(JSON.stringify({ presentation })),
  )
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ })
    .encrypt(key);
  return { release, releaseKey: key.toString('base64url') };
}

/** Plays the browser for an agency with sealed delivery. */
export async function sealForAgency(
  presentation: string,
  { encryptionKey }: Pick<Agency, 'encryptionKey'>,
  header: Readonly<Record<string, string>> = {},
): Promise<Sealed> {
  const release = await new CompactEncrypt(new TextEncoder().encode(presentation))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedReleaseType,
      cty: sealedReleaseContentType,
      kid: encryptionKey?.kid ?? '',
      ...header,
    })
    .encrypt(await importJWK({ ...encryptionKey }, 'ECDH-ES'));
  return { release, releaseKey: undefined };
}
