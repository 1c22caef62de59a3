import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { email } from '../testing/person.ts';
import { createRawAgency, type RawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

let house: House;
let metadata: Metadata;
let plain: TestAgency;
let raw: Record<'plain' | 'certified' | 'keyless' | 'strict', RawAgency>;
type Metadata = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  const claims = ['email', 'given_name'] as const;
  plain = await testAgency('plain', { claims });
  const certified = await testAgency('certified', { claims, entry: { profile: 'login.gov' } });
  const keyless = await testAgency('keyless', {
    claims,
    entry: { profile: 'login.gov', jwks: null },
  });
  const strict = await testAgency('strict', { claims, entry: { profile: 'fapi2' } });
  house = await openHouse([plain, certified, keyless, strict]);
  raw = {
    plain: createRawAgency(house, plain),
    certified: createRawAgency(house, certified),
    keyless: createRawAgency(house, keyless),
    strict: createRawAgency(house, strict),
  };
  const response = await fetch(`${house.issuer}/.well-known/openid-configuration`);
  metadata = (await response.json()) as Metadata;
});
afterAll(() => house.close());

/** Whether a request gets as far as a person. */
async function isTaken(
  agency: RawAgency,
  changes: Parameters<RawAgency['request']>[0],
): Promise<boolean> {
  const response = await createBrowser(house.issuer).send(agency.authorizationUrl(changes));
  return response.headers.get('location')?.startsWith('/interaction/') === true;
}

async function answers(address: unknown, init?: RequestInit): Promise<boolean> {
  expect(String(address).startsWith(`${house.issuer}/`)).toBe(true);
  const { status } = await fetch(String(address), { redirect: 'manual', ...init });
  return status !== 404 && status !== 405;
}

const post = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };

/** A token endpoint's or PAR endpoint's answer to an assertion with this `alg`, made with a key of that kind. */
async function isSignatureTaken(alg: string): Promise<boolean> {
  const name = `signer-${alg.toLowerCase()}`;
  const kind = (alg === 'Ed25519' ? 'EdDSA' : alg) as 'ES256';
  const agency = await testAgency(name, { claims: ['email'], algorithm: kind });
  const other = await openHouse([agency]);
  try {
    const signer = createRawAgency(other, agency);
    const answer = await signer.push({ client_assertion: await signer.assertion({}, { alg }) });
    return answer.status === 201;
  } finally {
    await other.close();
  }
}

async function dpopTaken(alg: string): Promise<boolean> {
  const pair = await generateKeyPair(alg === 'Ed25519' ? 'EdDSA' : alg, { extractable: true });
  const dpop = await raw.strict.dpop(pair, { htu: raw.strict.endpoint('par') }, { alg });
  return (await raw.strict.push({}, { dpop })).status === 201;
}

const list = (value: unknown) => value as readonly string[];
const equal = (expected: unknown) => async (value: unknown) => expect(value).toEqual(expected);
const each = (isSo: (one: string) => Promise<boolean>) => async (value: unknown) => {
  for (const one of list(value)) expect([one, await isSo(one)]).toEqual([one, true]);
};
const level = { acr_values: 'urn:acr.login.gov:auth-only' };

/** What every entry promises, tried. An entry without a line here fails the test, and so does a line without an entry. */
const promises: Readonly<Record<string, (value: unknown) => Promise<unknown>>> = {
  issuer: async (value) => expect(value).toBe(house.issuer),
  authorization_endpoint: async (value) => expect(await answers(value)).toBe(true),
  token_endpoint: async (value) => expect(await answers(value, post)).toBe(true),
  userinfo_endpoint: async (value) => expect(await answers(value)).toBe(true),
  jwks_uri: async (value) => expect(await answers(value)).toBe(true),
  end_session_endpoint: async (value) => expect(await answers(value)).toBe(true),
  pushed_authorization_request_endpoint: async (value) =>
    expect(await answers(value, post)).toBe(true),
  acr_values_supported: each(async (one) => {
    const visit = await createVisit(
      house,
      house.signUp(`${Math.random().toString(36).slice(2)}@example.test`),
    );
    const uid = await visit.arrive(raw.certified.authorizationUrl({ acr_values: one }));
    const next = await visit.goOn(await visit.browser.post(`/interaction/${uid}/api/login`));
    return next.includes('/interaction/');
  }),
  claims_parameter_supported: async () =>
    expect(await isTaken(raw.plain, { claims: '{"userinfo":{"given_name":null}}' })).toBe(true),
  claims_supported: async (value) =>
    expect(list(value)).toEqual(
      expect.arrayContaining(['sub', 'email', 'phone_number', 'verified_claims', 'acr']),
    ),
  code_challenge_methods_supported: each((one) =>
    isTaken(raw.plain, { code_challenge_method: one }),
  ),
  grant_types_supported: equal(['authorization_code']),
  authorization_response_iss_parameter_supported: async () => {
    const response = await createBrowser(house.issuer).send(
      raw.plain.authorizationUrl({ prompt: 'none' }),
    );
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('iss')).toBe(
      house.issuer,
    );
  },
  response_modes_supported: each((one) => isTaken(raw.plain, { response_mode: one })),
  response_types_supported: each((one) => isTaken(raw.plain, { response_type: one })),
  // login-gov.test.ts shows what comes of those that are Login.gov's.
  scopes_supported: each((one) => isTaken(raw.certified, { ...level, scope: `openid ${one}` })),
  subject_types_supported: equal(['pairwise']),
  prompt_values_supported: each(async (one) =>
    one === 'none' ? true : isTaken(raw.plain, { prompt: one }),
  ),
  token_endpoint_auth_methods_supported: equal([
    'private_key_jwt',
    'client_secret_basic', // client-secret.test.ts shows both
    'client_secret_post',
    'none',
  ]),
  token_endpoint_auth_signing_alg_values_supported: each(isSignatureTaken),
  id_token_signing_alg_values_supported: equal(['RS256', 'ES256']),
  request_uri_parameter_supported: async (value) => {
    expect(value).toBe(false);
    expect(await isTaken(raw.plain, { request_uri: 'https://agency.example.test/r' })).toBe(false);
  },
  request_parameter_supported: async () =>
    expect(await isTaken(raw.plain, { request: await raw.plain.requestObject() })).toBe(true),
  request_object_signing_alg_values_supported: async (value) =>
    expect(list(value).toSorted()).toEqual(
      list(metadata['token_endpoint_auth_signing_alg_values_supported']).toSorted(),
    ),
  dpop_signing_alg_values_supported: each(dpopTaken),
  backchannel_logout_supported: equal(true), // clients.test.ts and sign-out.test.ts show it
  backchannel_logout_session_supported: equal(true),
  claim_types_supported: equal(['normal', 'aggregated']), // sealed.test.ts shows the second
  ui_locales_supported: each((one) => isTaken(raw.plain, { ui_locales: `${one} fr` })),
  verified_claims_supported: equal(true),
  trust_frameworks_supported: equal(['nist_800_63A']),
  // Of the kinds of evidence that words stand ready for, only those that somebody can present.
  evidence_supported: equal(['document', 'electronic_record']),
  documents_supported: equal(['state_id']),
  documents_check_methods_supported: equal(['vri', 'data']),
  electronic_records_supported: equal(['mobile_phone_account']),
  claims_in_verified_claims_supported: async (value) => expect(list(value)).toContain('given_name'),
};

test('discovery says what is so, entry by entry (AGENCY-35)', async () => {
  expect(Object.keys(metadata).toSorted()).toEqual(Object.keys(promises).toSorted());
  for (const [name, keep] of Object.entries(promises)) await keep(metadata[name]);
  expect(await isTaken(raw.keyless, level)).toBe(true);
}, 60_000);

test('what is not listed is not taken (AGENCY-35)', async () => {
  for (const changes of [
    { response_mode: 'fragment' },
    { response_mode: 'form_post' },
    { response_type: 'code id_token' },
    { code_challenge_method: 'plain' },
    { prompt: 'unheard-of' },
  ])
    expect([changes, await isTaken(raw.plain, changes)]).toEqual([changes, false]);
});

test('a request may come by POST, and an error is posted where the request asked for that (AGENCY-35)', async () => {
  const browser = createBrowser(house.issuer);
  const [path = '', query = ''] = raw.plain.authorizationUrl().split('?');
  const posted = await browser.send(path, { ...post, body: query });
  expect(posted.status).toBe(303);
  const next = await browser.send(posted.headers.get('location') ?? '');
  expect(next.headers.get('location')).toMatch(/^\/interaction\//);

  const refused = await browser.send(raw.plain.authorizationUrl({ response_mode: 'form_post' }));
  const policy = refused.headers.get('content-security-policy') ?? '';
  expect(policy).toContain(`form-action 'self' ${new URL(raw.plain.redirectUri).origin}`);
  expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-/);
  const page = await refused.text();
  expect(page).toContain(`action="${raw.plain.redirectUri}"`);
  expect(page).toContain('name="error" value="invalid_request"');
  expect(page).not.toContain(email);
});
