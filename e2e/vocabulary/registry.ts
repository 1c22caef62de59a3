import { createPrivateKey, sign, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { foldersOf } from '../../scripts/launch/plan.ts';
import { testHome } from '../house/test-plan.ts';

type Registry = { readonly version: number; readonly agencies: readonly object[] };

/** An ES256 key that is nobody's (RFC 7517 §A.1). */
const anotherKey = {
  kty: 'EC',
  kid: 'another',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};

/** The next version of this house's registry, signed by its own key, in which every agency has another key. */
export function registryWithNewKeys(): string {
  const folders = foldersOf(testHome);
  const read = (...at: string[]) => readFileSync(path.join(...at), 'utf8');
  const [header, payload = ''] = read(folders.registry, 'registry.jws').split('.');
  const registry = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Registry;
  const next = {
    ...registry,
    version: registry.version + 1,
    agencies: registry.agencies.map((agency) => ({ ...agency, jwks: { keys: [anotherKey] } })),
  };
  const signed = `${header}.${Buffer.from(JSON.stringify(next)).toString('base64url')}`;
  const jwk = JSON.parse(read(folders.registryKeys, 'registry-key.private.json')) as JsonWebKey;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}
