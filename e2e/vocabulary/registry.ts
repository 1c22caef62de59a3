import { createPrivateKey, sign, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { foldersOf } from '../../scripts/launch/plan.ts';
import { testHome } from '../house/test-plan.ts';

type Agency = {
  readonly jwks?: { readonly keys: readonly JsonWebKey[] };
  readonly attributes: readonly { readonly claim: string; readonly required: boolean }[];
};
type Registry = { readonly version: number; readonly agencies: readonly Agency[] };

/** An ES256 key that is nobody's (RFC 7517 §A.1). */
const anotherKey: JsonWebKey = {
  kty: 'EC',
  kid: 'another',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};

/** Every agency has another key beside its own. */
export function withAnotherKey(agency: Agency): Agency {
  return { ...agency, jwks: { keys: [...(agency.jwks?.keys ?? []), anotherKey] } };
}

/** And has given up its own. */
export function withAnotherKeyAlone(agency: Agency): Agency {
  return { ...agency, jwks: { keys: [anotherKey] } };
}

/** Every agency serves nobody without a telephone that asks for one. */
export function withPhoneRequired(agency: Agency): Agency {
  return {
    ...agency,
    attributes: agency.attributes.map((one) => ({
      ...one,
      required: one.required || one.claim === 'phone',
    })),
  };
}

/** So many versions after this house's registry, signed by its own key, one in which every agency is another. */
export function registryOf(change: (agency: Agency) => Agency, versionsOn = 1): string {
  const folders = foldersOf(testHome);
  const read = (...at: string[]) => readFileSync(path.join(...at), 'utf8');
  const [header, payload = ''] = read(folders.registry, 'registry.jws').split('.');
  const registry = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Registry;
  const next = {
    ...registry,
    version: registry.version + versionsOn,
    agencies: registry.agencies.map(change),
  };
  const signed = `${header}.${Buffer.from(JSON.stringify(next)).toString('base64url')}`;
  const jwk = JSON.parse(read(folders.registryKeys, 'registry-key.private.json')) as JsonWebKey;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}
