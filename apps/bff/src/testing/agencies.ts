import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import type { ClaimName } from '@signet/contracts/claims';
import type { Agency, Registry } from '@signet/contracts/registry';

export type TestAgency = Agency & {
  readonly privateKey: CryptoKey;
  readonly kid: string;
  /** Opens what is sealed for it. */
  readonly openingKey?: CryptoKey;
};

type Sketch = {
  readonly sector?: string;
  readonly claims: readonly ClaimName[];
  readonly optional?: readonly ClaimName[];
  readonly redirectUris?: string[];
  readonly algorithm?: 'ES256' | 'RS256' | 'PS256' | 'EdDSA';
  /** Members of its registry entry that differ; `jwks: null` is a client without keys. */
  readonly entry?: Partial<Omit<Agency, 'jwks'>> & { readonly jwks?: null };
  readonly sealed?: boolean;
};

export async function testAgency(name: string, sketch: Sketch): Promise<TestAgency> {
  const algorithm = sketch.algorithm ?? 'ES256';
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const home = `http://${name}.agency.test`;
  const kid = `${name}-1`;
  const { jwks: noKeys, ...entry } = sketch.entry ?? {};
  return {
    clientId: `urn:test:${name}`,
    sector: sketch.sector ?? name,
    name: { en: `The ${name} agency` },
    homepage: home,
    initiateLoginUri: home,
    failureUri: home,
    redirectUris: sketch.redirectUris ?? [`${home}/callback`],
    postLogoutRedirectUris: [`${home}/`],
    profile: 'standard',
    ...(sketch.sealed === true ? await sealedDelivery(name) : { delivery: 'split-code' }),
    agreement: { from: '2026-01-01', until: '2030-12-31' },
    ...(noKeys === null
      ? {}
      : {
          jwks: {
            keys: [
              {
                ...(await exportJWK(publicKey)),
                kty: kinds[algorithm],
                kid,
                alg: algorithm,
                use: 'sig',
              },
            ],
          },
        }),
    attributes: sketch.claims.map((claim) => ({
      claim,
      purpose: { en: 'To serve you' },
      retention: { en: 'A year' },
      required: !sketch.optional?.includes(claim),
    })),
    ...entry,
    privateKey,
    kid,
  };
}

const kinds = { ES256: 'EC', RS256: 'RSA', PS256: 'RSA', EdDSA: 'OKP' } as const;

async function sealedDelivery(name: string) {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { x = '', y = '' } = await exportJWK(pair.publicKey);
  return {
    delivery: 'sealed',
    encryptionKey: { kty: 'EC', crv: 'P-256', x, y, kid: `${name}-enc` },
    openingKey: pair.privateKey,
  } as const;
}

/** Its last day, from now on: in earnest a registry is read once, and then it is time that passes. */
export function agreedUntil(registry: Registry, { clientId }: Agency, until: string): void {
  for (const agency of registry.agencies)
    if (agency.clientId === clientId)
      Object.assign(agency, { agreement: { from: '2026-01-01', until } });
}

/** What the registry has of it. */
export function asRegistered({
  privateKey: _privateKey,
  kid: _kid,
  openingKey: _openingKey,
  ...agency
}: TestAgency): Agency {
  return agency;
}
