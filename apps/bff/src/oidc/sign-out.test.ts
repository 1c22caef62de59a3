import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseSession, readSession, type Session } from '../http/session.ts';
import { agreedUntil, testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

let house: House;
let harbor: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name'] });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());

let count = 0;
let visit: Awaited<ReturnType<typeof createVisit>>;
let tokens: { readonly access_token: string; readonly id_token?: string };
let userinfo: (token: string) => Promise<Response>;
beforeEach(async () => {
  const client = await createClient(house, harbor);
  visit = await createVisit(house, house.signUp(`leaver-${(count += 1)}@example.test`));
  tokens = await client.redeem(await visit.share(client.authorizationUrl('openid profile')));
  userinfo = client.rawUserinfo;
});

const stage = async () =>
  ((await (await visit.browser.send('/api/session')).json()) as { stage: string }).stage;

const endpoint = '/openid_connect/logout';

/** The page that asks, and the hidden field that its answer must bring along. */
async function asked(parameters: Record<string, string>) {
  const headers = { accept: 'text/html' };
  return shown(
    await visit.browser.send(`${endpoint}?${new URLSearchParams(parameters)}`, { headers }),
  );
}

async function shown(response: Response) {
  const page = await response.text();
  return { response, page, xsrf: /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '' };
}

const answer = (fields: Record<string, string>) =>
  visit.browser.send('/openid_connect/logout/confirm', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.issuer },
    body: new URLSearchParams(fields).toString(),
  });

test('an agency’s sign-out is asked first, and then ends session and tokens, and leads back', async () => {
  const back = harbor.postLogoutRedirectUris[0] ?? '';
  const { page, xsrf, response } = await asked({
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: back,
    state: 'a-state',
  });
  expect(page).toContain('Sign out of Signet?');
  expect(page).toContain('Agencies that you signed in to are told, if they want to be.');
  expect(response.headers.get('content-security-policy')).toContain(new URL(back).origin);
  expect(await stage()).toBe('signed-in');
  expect((await userinfo(tokens.access_token)).status).toBe(200);

  const ended = await answer({ xsrf, logout: 'yes' });
  expect(ended.headers.get('location')).toBe(`${back}?state=a-state`);
  expect(await stage()).toBe('none');
  expect((await userinfo(tokens.access_token)).status).toBe(401);
});

/** From elsewhere, so without a cookie; where it comes again as what may have one. */
async function posted(parameters: [name: string, value: string][]) {
  const response = await fetch(new URL(endpoint, house.issuer), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: harbor.homepage,
    },
    body: new URLSearchParams(parameters),
  });
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}

test('it may come by POST, is asked as any other, and leads back (RP-Initiated Logout 1.0 §2)', async () => {
  const back = harbor.postLogoutRedirectUris[0] ?? '';
  const location = await posted([
    ['id_token_hint', tokens.id_token ?? ''],
    ['post_logout_redirect_uri', back],
    ['state', 'a&state'],
  ]);
  expect(await stage()).toBe('signed-in');
  const { page, xsrf } = await shown(await visit.browser.send(location));
  expect(page).toContain('Sign out of Signet?');
  const ended = await answer({ xsrf, logout: 'yes' });
  expect(ended.headers.get('location')).toBe(`${back}?state=a%26state`);
  expect(await stage()).toBe('none');
});

const twice = (one: [string, string]) => [one, one];
const hint = (token = tokens.id_token ?? ''): [string, string] => ['id_token_hint', token];

test.each<[string, () => [string, string][]]>([
  ['alone', () => [hint()]],
  ['beside its client', () => [hint(), ['client_id', harbor.clientId]]],
  ['beside an empty client', () => [['client_id', ''], hint()]],
  ['beside whom it is about', () => [hint(), ['logout_hint', 'leaver@example.test']]],
])(
  'what an ID token says is in no address by it: %s (ZONE-3, AGENCY-5)',
  async (_what, parameters) => {
    const location = new URL(await posted(parameters()), house.issuer);
    expect([...location.searchParams]).toEqual([['client_id', harbor.clientId]]);
  },
);

test.each<[string, () => [string, string][]]>([
  ['for another client', () => [hint(), ['client_id', 'urn:test:somebody-else']]],
  ['that is none', () => [hint('none')]],
  ['for half a letter', () => [hint(new UnsecuredJWT({ aud: '\ud800' }).encode())]],
  ['that is there twice', () => twice(hint())],
  ['of a client that is there twice', () => [hint(), ...twice(['client_id', harbor.clientId])]],
])(
  'one %s by POST is refused as by GET, and is in no address either',
  async (_what, parameters) => {
    const location = await posted(parameters());
    expect(location).not.toContain(tokens.id_token);
    const refused = await visit.browser.send(location);
    expect(refused.status).toBe(400);
    expect(await stage()).toBe('signed-in');
  },
);

test('an empty one by POST is none, as by GET', async () => {
  const { page } = await shown(await visit.browser.send(await posted([hint('')])));
  expect(page).toContain('Sign out of Signet?');
});

test('nobody is kept signed in because the agreement with an agency is over (AGENCY-42)', async () => {
  agreedUntil(house.bff.registry, harbor, '2026-01-02');
  const { page, xsrf } = await asked({ id_token_hint: tokens.id_token ?? '' });
  expect(page).toContain('Sign out of Signet?');
  await answer({ xsrf, logout: 'yes' });
  agreedUntil(house.bff.registry, harbor, '2030-12-31');
  expect(await stage()).toBe('none');
  expect((await userinfo(tokens.access_token)).status).toBe(401);
});

test('nor because the answer left with the token before the one of now (AUTH-8)', async () => {
  const { xsrf } = await asked({ id_token_hint: tokens.id_token ?? '' });
  const before = { cookie: `__Host-signet=${visit.browser.cookie('__Host-signet')}` };
  const session = readSession(house.bff, before, 'changes');
  const after = raiseSession(house.bff.db, house.bff.now(), session as Session);
  await answer({ xsrf, logout: 'yes' });
  visit.browser.keep(after ?? '');
  expect(await stage()).toBe('none');
});

/** Where it ends that leads back to no agency. */
async function end({ headers }: Response) {
  return (await shown(await visit.browser.send(headers.get('location') ?? ''))).page;
}

test('whoever says no stays signed in, and reads that they are', async () => {
  const { xsrf } = await asked({ id_token_hint: tokens.id_token ?? '' });
  expect(await end(await answer({ xsrf }))).toContain('You are still signed in');
  expect(await stage()).toBe('signed-in');
});

const signedInAnew = async () => visit.browser.keep(house.signIn(visit.accountId));
const somebodyElse = async () =>
  visit.browser.keep(house.signIn(house.signUp(`somebody-else-${count}@example.test`)));
const fromNowhere = async () => {
  const { accountId } = visit;
  visit = await createVisit(house, accountId);
};

test.each([
  ['anew since', signedInAnew],
  ['without an agency', fromNowhere],
  ['in the place of whom the agency means', somebodyElse],
])(
  'whoever signed in %s is asked as well, and signed out by their yes alone',
  async (_how, signIn) => {
    await signIn();
    const parameters = { id_token_hint: tokens.id_token ?? '' };
    const { page, response } = await asked(parameters);
    expect(page).toContain('Sign out of Signet?');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    const no = await answer({ xsrf: (await asked(parameters)).xsrf });
    expect(await end(no)).toContain('You are still signed in');
    expect(await stage()).toBe('signed-in');

    const yes = await answer({ xsrf: (await asked(parameters)).xsrf, logout: 'yes' });
    expect(await end(yes)).toContain('You are signed out');
    expect(await stage()).toBe('none');
  },
);

test('whoever is not signed in is told so without a question', async () => {
  const { xsrf } = await asked({});
  await answer({ xsrf, logout: 'yes' });
  const { page, xsrf: another } = await asked({ id_token_hint: tokens.id_token ?? '' });
  expect(page).not.toContain('Sign out of Signet?');
  const ended = await answer({ xsrf: another, logout: 'yes' });
  expect(await end(ended)).toContain('You are signed out');
});

test('a forged answer ends nothing', async () => {
  await asked({ id_token_hint: tokens.id_token ?? '' });
  expect((await answer({ xsrf: 'forged', logout: 'yes' })).status).toBe(400);
  expect(await stage()).toBe('signed-in');
});

test.each([
  ['an address that is not registered', { post_logout_redirect_uri: 'https://evil.example.test/' }],
  ['a hint that is no ID token', { id_token_hint: 'no.id.token' }],
])('%s is refused, and nothing ends', async (_what, wrong) => {
  const { response, page } = await asked({ id_token_hint: tokens.id_token ?? '', ...wrong });
  expect(response.status).toBe(400);
  expect(page).toContain('You were not signed out of Signet.');
  expect(response.headers.get('location')).toBeNull();
  expect(await stage()).toBe('signed-in');
});
