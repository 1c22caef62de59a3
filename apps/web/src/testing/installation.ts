import {
  CompactSign,
  exportJWK,
  generateKeyPair,
  type CompactJWSHeaderParameters,
  type CryptoKey,
} from 'jose';
import { registryType, type Agency, type Registry } from '@signet/contracts/registry';

export const origin = 'https://signet.example.test';

export type KeyPair = {
  readonly privateKey: CryptoKey;
  readonly jwk: { kid: string; kty: 'EC'; crv: 'P-256'; x: string; y: string };
};

export async function p256(alg: 'ES256' | 'ECDH-ES'): Promise<KeyPair> {
  const pair = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
  const { x = '', y = '' } = await exportJWK(pair.publicKey);
  return {
    privateKey: pair.privateKey,
    jwk: { kid: x.slice(0, 6), kty: 'EC', crv: 'P-256', x, y },
  };
}

export type RegistryKey = { readonly privateKey: CryptoKey; readonly publicKey: { x: string } };

export async function registryKey(): Promise<RegistryKey> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '' } = await exportJWK(pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: { x } };
}

export function signRegistry(
  { privateKey }: Pick<RegistryKey, 'privateKey'>,
  content: unknown,
  header: Partial<CompactJWSHeaderParameters> = {},
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'EdDSA', typ: registryType, ...header })
    .sign(privateKey);
}

export const harbor: Agency = {
  clientId: 'urn:test:harbor',
  sector: 'harbor',
  name: { en: 'Harbor Licensing Office' },
  homepage: 'https://harbor.example.test',
  initiateLoginUri: 'https://harbor.example.test/login',
  failureUri: 'https://harbor.example.test/failed',
  redirectUris: ['https://harbor.example.test/callback', 'https://harbor.example.test/second'],
  postLogoutRedirectUris: [],
  profile: 'standard',
  delivery: 'split-code',
  agreement: { from: '2026-01-01', until: '2030-12-31' },
  jwks: {
    keys: [
      {
        kty: 'EC',
        kid: 'harbor-1',
        crv: 'P-256',
        x: 'aGFyYm9y'.padEnd(43, 'A'),
        y: 'bW9vcmluZw'.padEnd(43, 'A'),
      },
    ],
  },
  attributes: [
    {
      claim: 'given_name',
      purpose: { en: 'To greet you' },
      retention: { en: 'A year' },
      required: true,
    },
  ],
};

/** The keys of one installation, and the registry that names them, for an hour. */
export async function installation() {
  const [encryption, credential, facts, relay] = [
    await p256('ECDH-ES'),
    await p256('ES256'),
    await p256('ES256'),
    await p256('ES256'),
  ];
  const seconds = Math.floor(Date.now() / 1000);
  const registry: Registry = {
    version: 3,
    issuedAt: seconds,
    expiresAt: seconds + 3_600,
    issuer: origin,
    proofing: {
      encryptionKey: encryption.jwk,
      factsKey: facts.jwk,
      credentialKey: credential.jwk,
      profile: 'as-published',
    },
    bff: { relayKey: relay.jwk, statusKey: relay.jwk },
    printer: { encryptionKey: relay.jwk },
    agencies: [harbor],
  };
  return { encryption, credential, registry };
}
