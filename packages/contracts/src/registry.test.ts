import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { agencySchema, registryKeySchema, registrySchema } from './registry.ts';

const agency = {
  clientId: 'urn:test:harbor',
  sector: 'harbor',
  name: { en: 'Harbor Licensing Office', es: 'Oficina de Licencias' },
  homepage: 'https://harbor.example.test',
  initiateLoginUri: 'https://harbor.example.test/login',
  failureUri: 'https://harbor.example.test/failed',
  redirectUris: ['https://harbor.example.test/callback'],
  postLogoutRedirectUris: [],
  profile: 'standard',
  delivery: 'split-code',
  jwks: { keys: [{ kty: 'EC', kid: 'harbor-1', x: 'AA' }] },
  attributes: [
    {
      claim: 'given_name',
      purpose: { en: 'To greet you' },
      retention: { en: 'A year' },
      required: true,
    },
  ],
};
const [attribute] = agency.attributes;
const key = { kid: 'one', kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
const registry = {
  version: 1,
  issuedAt: 1,
  expiresAt: 2,
  issuer: 'https://signet.example.test',
  proofing: { encryptionKey: key, factsKey: key, credentialKey: key },
  bff: { relayKey: key },
  agencies: [agency],
};

test('a registry and an agency are read as they are written (WEB-5)', () => {
  expect(v.parse(registrySchema, JSON.parse(JSON.stringify(registry)))).toEqual(registry);
});

describe('an agency is refused (AGENCY-8)', () => {
  // prettier-ignore
  test.each<[string, object]>([
    ['with a redirect to anywhere',         { redirectUris: ['https://*.example.test/callback'] }],
    ['with a redirect to a script',         { redirectUris: ['javascript:alert(1)'] }],
    ['with a redirect to a file',           { redirectUris: ['file:///etc/passwd'] }],
    ['with a fragment in its redirect',     { redirectUris: ['https://harbor.example.test/#callback'] }],
    ['with a path only',                    { redirectUris: ['/callback'] }],
    ['without a redirect',                  { redirectUris: [] }],
    ['with markup in its name',             { name: { en: '<b>Harbor</b>' } }],
    ['with a line break in its name',       { name: { en: 'Harbor\nOffice' } }],
    ['without an English name',             { name: { es: 'Oficina' } }],
    ['with an empty name',                  { name: { en: '' } }],
    ['with a name that is too long',        { name: { en: 'x'.repeat(101) } }],
    ['with a name too long in one language', { name: { en: 'x', es: 'x'.repeat(101) } }],
    ['with a number for a name',            { name: { en: 'x', es: 7 } }],
    ['with a space in its id',              { clientId: 'urn:test:har bor' }],
    ['without a key',                       { jwks: { keys: [] } }],
    ['that asks for nothing',               { attributes: [] }],
    ['that asks for what is no claim',      { attributes: [{ ...attribute, claim: 'account' }] }],
    ['that does not say what for',          { attributes: [{ ...attribute, purpose: {} }] }],
    ['that does not say for how long',      { attributes: [{ ...attribute, retention: undefined }] }],
    ['that does not say whether it must',   { attributes: [{ ...attribute, required: undefined }] }],
    ['delivered in another way',            { delivery: 'plain' }],
    ['with a field not known',              { trusted: true }],
  ])('%s', (_what, changes) => {
    expect(v.is(agencySchema, { ...agency, ...changes })).toBe(false);
  });
});

describe('a registry is refused (WEB-5)', () => {
  // prettier-ignore
  test.each<[string, object]>([
    ['of version zero',                { version: 0 }],
    ['of half a version',              { version: 1.5 }],
    ['without an end',                 { expiresAt: undefined }],
    ['with an end that is a text',     { expiresAt: '2' }],
    ['for no origin',                  { issuer: 'signet' }],
    ['without a key of proofing',      { proofing: { encryptionKey: key, factsKey: key } }],
    ['with a key of another curve',    { bff: { relayKey: { ...key, crv: 'P-384' } } }],
    ['with a key without a name',      { bff: { relayKey: { ...key, kid: '' } } }],
    ['with a field not known',         { next: 1 }],
  ])('%s', (_what, changes) => {
    expect(v.is(registrySchema, { ...registry, ...changes })).toBe(false);
  });
});

test('only an Ed25519 key can sign it (WEB-5)', () => {
  const pinned = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) };
  expect(v.is(registryKeySchema, pinned)).toBe(true);
  for (const changes of [{ kty: 'EC' }, { crv: 'X25519' }, { x: '' }, { x: undefined }])
    expect(v.is(registryKeySchema, { ...pinned, ...changes })).toBe(false);
});
