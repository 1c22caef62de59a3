import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { agencySchema, agreementHolds, type Agency } from './agency.ts';
import { topUpAudience } from './proofing-wire.ts';
import { registryKeySchema, registrySchema } from './registry.ts';

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
  agreement: { from: '2026-01-01', until: '2030-12-31' },
  jwks: {
    keys: [{ kty: 'EC', kid: 'harbor-1', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }],
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
const [attribute] = agency.attributes;
const [signatureKey] = agency.jwks.keys;
const rsa = (n: string) => ({ kty: 'RSA', kid: 'one', n, e: 'AQAB' });
/** 2048 bits, of which the first is set. */
const longEnough = `g${'A'.repeat(341)}`;
const clientSecret = { sha256: 'A'.repeat(43), method: 'client_secret_basic' };
const key = { kid: 'one', kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
const registry = {
  version: 1,
  issuedAt: 1,
  expiresAt: 2,
  issuer: 'https://signet.example.test',
  proofing: { encryptionKey: key, factsKey: key, credentialKey: key, profile: 'as-published' },
  bff: { relayKey: key, statusKey: key },
  printer: { encryptionKey: key },
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
    ['with a redirect by an app’s scheme',  { redirectUris: ['https://harbor.example.test/callback', 'com.example.harbor:/callback'] }],
    ['with an app’s scheme and a host',     { redirectUris: ['com.example.harbor://harbor.example.test/callback'] }],
    ['with a redirect that is read on the way', { redirectUris: ['http://harbor.example.com/callback'] }],
    ['with http to a name like this machine',   { redirectUris: ['http://localhost.example.com/callback'] }],
    ['told of sign-outs in the open',           { backchannelLogoutUri: 'http://10.1.2.3/signed-out' }],
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
    ['called as proofing is where a copy is signed again (AGENCY-4, AGENCY-20)', { clientId: topUpAudience }],
    ['with a space in its id',              { clientId: 'urn:test:har bor' }],
    ['without a key',                       { jwks: { keys: [] } }],
    ['that asks for nothing',               { attributes: [] }],
    ['that asks for what is no claim',      { attributes: [{ ...attribute, claim: 'account' }] }],
    ['that does not say what for',          { attributes: [{ ...attribute, purpose: {} }] }],
    ['that does not say for how long',      { attributes: [{ ...attribute, retention: undefined }] }],
    ['that does not say whether it must',   { attributes: [{ ...attribute, required: undefined }] }],
    ['with half a key',                     { jwks: { keys: [{ ...signatureKey, y: undefined }] } }],
    ['with a private key',                  { jwks: { keys: [{ ...signatureKey, d: 'AA' }] } }],
    ['with a shared secret for a key',      { jwks: { keys: [{ kty: 'oct', kid: 'one', k: 'AA' }] } }],
    ['with a key of a curve that is none',  { jwks: { keys: [{ ...signatureKey, crv: 'P-999' }] } }],
    ['with a key of a curve that signs nothing here', { jwks: { keys: [{ ...signatureKey, crv: 'P-384' }] } }],
    ['with a key that is too short',        { jwks: { keys: [{ ...signatureKey, x: 'AA' }] } }],
    ['with an RSA key of three bytes',      { jwks: { keys: [rsa('AQAB')] } }],
    ['with an RSA key of 2047 bits',        { jwks: { keys: [rsa(`f${'A'.repeat(341)}`)] } }],
    ['with an RSA key for RS256 and a strict profile', { profile: 'fapi2', jwks: { keys: [{ ...rsa(longEnough), alg: 'RS256' }] } }],
    ['with an Ed25519 key as Login.gov',    { profile: 'login.gov', jwks: { keys: [{ kty: 'OKP', kid: 'one', crv: 'Ed25519', x: 'A'.repeat(43) }] } }],
    ['with a key that is not what it says', { jwks: { keys: [{ ...signatureKey, alg: 'RS256' }] } }],
    ['with a host before an @ in a redirect', { redirectUris: ['https://harbor.example.test@elsewhere.test/callback'] }],
    ['with a host before a backslash',      { redirectUris: ['https://elsewhere.test\\harbor.example.test/callback'] }],
    ['from a day that is in no calendar',   { agreement: { from: '2026-02-31', until: '2026-03-31' } }],
    ['until a day that is in no calendar',  { agreement: { from: '2026-01-01', until: '2026-11-31' } }],
    ['with two keys of one name',           { jwks: { keys: [signatureKey, signatureKey] } }],
    ['with keys in two places',             { jwksUri: 'https://harbor.example.test/keys' }],
    ['with keys that anybody may change',   { jwks: undefined, jwksUri: 'https://harbor.example.test/keys' }],
    ['with what is no thumbprint',          { jwks: undefined, jwksUri: 'https://harbor.example.test/keys', jwksThumbprints: ['A'.repeat(42)] }],
    ['with thumbprints of keys nowhere',    { jwksThumbprints: ['A'.repeat(43)] }],
    ['with keys nowhere',                   { jwks: undefined }],
    ['with a key and a secret',             { clientSecret }],
    ['with a secret in clear',              { jwks: undefined, clientSecret: { ...clientSecret, sha256: 'hunter2' } }],
    ['with a secret and a strict profile',  { jwks: undefined, clientSecret, profile: 'fapi2' }],
    ['without PKCE and a strict profile',   { pkce: 'optional', profile: 'fapi2' }],
    ['of a profile that is none',           { profile: 'saml' }],
    ['sealed without a key to seal to',     { delivery: 'sealed' }],
    ['with a key to seal to, for nothing',  { encryptionKey: key }],
    ['sealed to a private key',             { delivery: 'sealed', encryptionKey: { ...key, d: 'AA' } }],
    ['with claims in the ID token, but not as Login.gov', { idTokenAttributes: ['given_name'] }],
    ['with more in the ID token than agreed', { profile: 'login.gov', idTokenAttributes: ['birthdate'] }],
    ['with sealed claims in the ID token',  { profile: 'login.gov', delivery: 'sealed', encryptionKey: key, idTokenAttributes: ['given_name'] }],
    ['that asks for a claim twice',         { attributes: [attribute, attribute] }],
    ['with an agreement that ends first',   { agreement: { from: '2026-02-01', until: '2026-01-31' } }],
    ['with an agreement without end',       { agreement: { from: '2026-02-01' } }],
    ['with a vector graphic as its logo',   { logo: btoa('<svg xmlns="http://www.w3.org/2000/svg"/>') }],
    ['with a logo that is too large',       { logo: `iVBORw0KGgo${'A'.repeat(11_000)}` }],
    ['with signals pushed to nowhere',      { signals: { delivery: 'push' } }],
    ['delivered in another way',            { delivery: 'plain' }],
    ['that fetches signals without a key',  { jwks: undefined, clientSecret, signals: { delivery: 'poll' } }],
    ['with a field not known',              { trusted: true }],
  ])('%s', (_what, changes) => {
    expect(v.is(agencySchema, { ...agency, ...changes })).toBe(false);
  });
});

const app = 'test.example.harbor:/callback';
const asApp = { profile: 'login.gov', jwks: undefined, redirectUris: [app] };
const home = {
  homepage: 'http://localhost:4020/harbor',
  initiateLoginUri: 'http://127.0.0.1:4020/harbor',
  failureUri: 'https://localhost/harbor',
};

describe('an app is refused as an agency’s (AGENCY-52)', () => {
  const to = (...redirectUris: string[]) => ({ redirectUris });
  const out = (...postLogoutRedirectUris: string[]) => ({ postLogoutRedirectUris });
  const domain = 'is not the agency’s own domain turned round';
  const looks = 'is not like com.example.app:/path';
  // prettier-ignore
  test.each<[string, object, string]>([
    ['of the standard profile',                  { profile: 'standard', jwks: agency.jwks }, 'only for the profile "login.gov"'],
    ['of the strict profile',                    { profile: 'fapi2', jwks: agency.jwks }, 'only for the profile "login.gov"'],
    ['with a scheme of no domain',               to('harbor:/callback'), 'is not of https'],
    ['with a scheme of no domain, and a host',   to('harbor://harbor.example.test/callback'), 'is not of https'],
    ['with a script',                            to('javascript:alert(1)'), 'is not of https'],
    ['with a script below its domain',           to('javascript.x:alert(1)'), looks],
    ['with data',                                to('data:text/html,x'), 'is not of https'],
    ['with a file',                              to('file:///etc/passwd'), 'is not of https'],
    ['with an intent',                           to('intent://callback#Intent;scheme=x;end'), 'is not of https'],
    ['with a page of the browser',               to('about:blank'), 'is not of https'],
    ['with no path',                             to('test.example.harbor:'), looks],
    ['with a path of nothing',                   to('test.example.harbor:/'), looks],
    ['with a path that does not begin',          to('test.example.harbor:callback'), looks],
    ['with three slashes',                       to('test.example.harbor:///callback'), looks],
    ['with a slash behind',                      to('test.example.harbor:/callback/'), looks],
    ['with a query',                             to('test.example.harbor:/callback?a=b'), looks],
    ['with a fragment',                          to('test.example.harbor:/callback#a'), looks],
    ['with anything',                            to('test.example.harbor:/*'), looks],
    ['with capitals',                            to('Test.example.harbor:/callback'), looks],
    ['with a path that climbs',                  to('test.example.harbor:/a/../callback'), looks],
    ['with a name before an @',                  to('test.example.harbor://x@callback'), looks],
    ['with a port',                              to('test.example.harbor://callback:80'), looks],
    ['with a space',                             to('test.example.harbor:/call back'), looks],
    ['with a line break',                        to('test.example.harbor:/call\nback'), looks],
    ['with a web address without its scheme',    to('harbor.example.test:8443/callback'), looks],
    ['with its domain not turned round',         to('harbor.example.test:/callback'), domain],
    ['with another’s domain',                    to('com.example.harbor:/callback'), domain],
    ['with a domain that ends alike',            to('test.example.safe-harbor:/callback'), domain],
    ['with the domain above',                    to('test.example:/callback'), domain],
    ['with another’s beside its own',            to(app, 'com.example.harbor:/callback'), domain],
    ['with another’s domain after signing out',  out('com.example.harbor:/out'), domain],
    ['beside an address of http',                to(app, 'http://harbor.example.test/callback'), 'an entry of its own'],
    ['beside one of this machine',               to(app, 'https://localhost/callback'), 'an entry of its own'],
    ['beside one of http after signing out',     out('http://localhost:3000/out'), 'an entry of its own'],
    ['only after signing out',                   { redirectUris: agency.redirectUris, ...out('test.example.harbor:/out') }, '"redirectUris" has none'],
    ['called by an app’s scheme at sign-outs',   { backchannelLogoutUri: app }, 'is not of https'],
    ['with an app for a home page',              { homepage: app }, 'is not of https'],
  ])('%s', (_what, changes, says) => {
    const { success, issues = [] } = v.safeParse(agencySchema, { ...agency, ...asApp, ...changes });
    expect(success).toBe(false);
    expect(issues.map(({ message }) => message).join('\n')).toContain(says);
  });
});

describe('an app is read (AGENCY-52)', () => {
  // prettier-ignore
  test.each<[string, object]>([
    ['of its own domain',                  {}],
    ['of a name below its domain',         { redirectUris: ['test.example.harbor.app-2:/oauth2/signet'] }],
    ['as Login.gov’s own sample writes it', { redirectUris: ['test.example.harbor://result'], postLogoutRedirectUris: ['test.example.harbor://result/signout'] }],
    ['beside a claimed https address',     { redirectUris: [app, 'https://harbor.example.test/app'] }],
    ['with a key, too',                    { jwks: agency.jwks }],
    ['of the domain whose www it shows',   { redirectUris: ['gov.agency.app:/callback'], homepage: 'https://www.agency.gov/' }],
    ['at home, where there is no domain to compare with', { ...home, redirectUris: ['com.example.harbor:/callback'] }],
  ])('%s', (_what, changes) => {
    const parsed = v.safeParse(agencySchema, JSON.parse(JSON.stringify({ ...agency, ...asApp, ...changes })));
    expect(parsed.issues).toBeUndefined();
  });
});

describe('an agency is also read (AGENCY-8)', () => {
  // prettier-ignore
  test.each<[string, object]>([
    ['with a secret and without PKCE', { jwks: undefined, clientSecret, pkce: 'optional' }],
    ['with an RSA key, and a strict profile', { profile: 'fapi2', jwks: { keys: [rsa(longEnough)] } }],
    ['with an RSA key, as Login.gov',  { profile: 'login.gov', jwks: { keys: [{ ...rsa(longEnough), alg: 'RS256' }] } }],
    ['with an @ in a path',            { homepage: 'https://harbor.example.test:8443/@licensing?to=a@b' }],
    ['until the last day of February', { agreement: { from: '2026-01-01', until: '2028-02-29' } }],
    ['with keys at an address',        { jwks: undefined, jwksUri: 'https://harbor.example.test/keys', jwksThumbprints: ['A'.repeat(43)] }],
    ['that is sealed to',              { delivery: 'sealed', encryptionKey: key }],
    ['as a client of Login.gov',       { profile: 'login.gov', idTokenAttributes: ['given_name'] }],
    ['with a logo',                    { logo: 'iVBORw0KGgoAAAAN' }],
    ['that is pushed signals',         { signals: { delivery: 'push', endpoint: 'https://harbor.example.test/signals' } }],
    ['that fetches signals',           { signals: { delivery: 'poll' } }],
    ['that is told of a sign-out',     { backchannelLogoutUri: 'https://harbor.example.test/signed-out' }],
  ])('%s', (_what, changes) => {
    expect(v.is(agencySchema, JSON.parse(JSON.stringify({ ...agency, ...changes })))).toBe(true);
  });
});

test('an agreement holds from its first day to the end of its last, UTC (AGENCY-8)', () => {
  const dated = { ...agency, agreement: { from: '2026-01-01', until: '2026-12-31' } } as Agency;
  const holds = (at: string) => agreementHolds(dated, Date.parse(at));
  expect(holds('2025-12-31T23:59:59.999Z')).toBe(false);
  expect(holds('2026-01-01T00:00:00Z')).toBe(true);
  expect(holds('2026-12-31T23:59:59.999Z')).toBe(true);
  expect(holds('2027-01-01T00:00:00Z')).toBe(false);
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
    ['with a key of another curve',    { bff: { relayKey: { ...key, crv: 'P-384' }, statusKey: key } }],
    ['with a private key for letters', { printer: { encryptionKey: { ...key, d: 'AA' } } }],
    ['with a key without a name',      { bff: { relayKey: { ...key, kid: '' }, statusKey: key } }],
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
