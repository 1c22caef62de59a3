import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser, type Browser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// OpenID Connect Core §3.1.2.1: a request may come by POST; what it says of a person stands in no address (ZONE-3).

const path = '/openid_connect/authorize';
const whom = 'posted-hint@example.test';
let house: House;
let harbor: TestAgency;
let strict: TestAgency;
let client: Awaited<ReturnType<typeof createClient>>;
let visit: Awaited<ReturnType<typeof createVisit>>;
let idToken: string;

beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['email'] });
  strict = { ...(await testAgency('strict', { claims: ['email'] })), profile: 'fapi2' };
  house = await openHouse([harbor, strict]);
});
afterAll(() => house.close());
beforeEach(async () => {
  client = await createClient(house, harbor);
  visit = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
  const tokens = await client.redeem(await visit.share(client.authorizationUrl('openid email')));
  idToken = tokens.id_token ?? '';
});

type Fields = readonly (readonly [name: string, value: string])[];

const request = (extra: Record<string, string> = {}): Fields => [
  ...new URL(client.authorizationUrl('openid email', extra)).searchParams,
];

/** From the agency's page, so without a cookie; to what the browser is sent next. */
async function posted(fields: Fields, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, house.issuer), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
  });
  await response.text();
  return { status: response.status, location: response.headers.get('location') ?? '' };
}

const leadsTo = async (browser: Browser, location: string) =>
  (await browser.send(location)).headers.get('location') ?? '';

async function refusedWith(location: string): Promise<string | undefined> {
  const response = await createBrowser(house.issuer).send(location);
  expect(response.headers.get('location')).toBeNull();
  expect(response.status).toBe(400);
  return /<code>(\w+)<\/code>/.exec(await response.text())?.[1];
}

describe('what is posted', () => {
  test('stands in no address, in no form, and counts all the same (ZONE-3, AGENCY-5)', async () => {
    const hints = { id_token_hint: idToken, login_hint: whom, prompt: 'none' };
    const { location } = await posted(request(hints));
    const address = decodeURIComponent(location);
    const payload = idToken.split('.')[1] ?? '';
    for (const secret of [idToken, payload, whom, 'login_hint', 'id_token_hint'])
      for (const form of [secret, Buffer.from(secret).toString('base64url')])
        expect(address).not.toContain(form);
    expect([...new URL(location, house.issuer).searchParams.keys()]).toEqual([
      'client_id',
      'request_uri',
    ]);
    expect(await leadsTo(visit.browser, location)).toContain('code=');
    // The hint is looked at: of anybody else it is not answered.
    const other = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
    await client.redeem(await other.share(client.authorizationUrl('openid email')));
    expect(await leadsTo(other.browser, location)).toContain('error=login_required');
  });

  test('goes through a whole login, and its hint of an address is known', async () => {
    const { location } = await posted(request({ login_hint: whom }));
    const newcomer = createBrowser(house.issuer);
    const uid = (await leadsTo(newcomer, location)).split('/').at(-1) ?? '';
    const details = await newcomer.send(`/interaction/${uid}/api/details`);
    expect(await details.json()).toMatchObject({ loginHint: whom });
    expect((await client.redeem(await visit.share(location))).access_token).toBeTruthy();
  });

  test('twice is refused as by GET', async () => {
    const { location } = await posted([...request(), ['state', 'another'], ['state', 'third']]);
    expect(await leadsTo(visit.browser, location)).toContain('error=invalid_request');
  });

  test('is no pushed request: a client that must push is refused (AGENCY-31)', async () => {
    const its = request({
      client_id: strict.clientId,
      redirect_uri: strict.redirectUris[0] ?? '',
    });
    const { location } = await posted(its);
    const answer = new URL(await leadsTo(visit.browser, location));
    expect(answer.searchParams.get('error')).toBe('invalid_request');
    expect(answer.searchParams.get('error_description')).toContain('Pushed Authorization Request');
  });
});

describe('the address that the request comes again by', () => {
  test('begins a request of its own each time, and in another browser that one’s', async () => {
    const { location } = await posted(request());
    const elsewhere = createBrowser(house.issuer);
    const begun = [
      await leadsTo(visit.browser, location),
      await leadsTo(visit.browser, location),
      await leadsTo(elsewhere, location),
    ];
    for (const one of begun) expect(one).toMatch(/^\/interaction\//);
    expect(new Set(begun).size).toBe(3);
    const [own = '', , other = ''] = begun.map((one) => one.split('/').at(-1));
    expect((await elsewhere.send(`/interaction/${own}/api/details`)).status).toBe(410);
    const details = await elsewhere.send(`/interaction/${other}/api/details`);
    expect(await details.json()).toMatchObject({ prompt: 'login' });
  });

  test('ends after a minute', async () => {
    const { location } = await posted(request());
    house.wait(59_000);
    expect(await leadsTo(visit.browser, location)).toMatch(/^\/interaction\//);
    house.wait(1_000);
    expect(await refusedWith(location)).toBe('invalid_request_uri');
  });

  test.each<[string, (uri: string) => string]>([
    [
      'to last longer',
      (uri) => uri.replace(/posted\.(\d+)/, (_, end) => `posted.${Number(end) + 1}`),
    ],
    ['in its request', (uri) => `${uri.slice(0, -4)}AAAA`],
    ['to nothing', (uri) => uri.replace(/posted\..*/, 'posted.')],
    ['to no end', (uri) => uri.replace(/posted\.\d+/, 'posted.Infinity')],
  ])('is refused where it was altered %s', async (_what, alter) => {
    const { location } = await posted(request());
    const url = new URL(location, house.issuer);
    url.searchParams.set('request_uri', alter(url.searchParams.get('request_uri') ?? ''));
    expect(await refusedWith(url.href)).toBe('invalid_request_uri');
  });

  test('opens once: what is posted in its form is none', async () => {
    const first = new URL((await posted(request())).location, house.issuer);
    const { location } = await posted([...first.searchParams]);
    expect(await refusedWith(location)).toBe('invalid_request_uri');
  });
});

describe('what is too long (AGENCY-51)', () => {
  const inState = (length: number) => posted([...request(), ['x', 'a'.repeat(length)]]);

  test('for an address is refused before it is one; the longest one comes through', async () => {
    const { status, location } = await inState(8_600);
    expect(status).toBe(303);
    expect(location.length).toBeGreaterThan(12_000);
    expect(await leadsTo(visit.browser, location)).toMatch(/^\/interaction\//);
    expect(await inState(10_000)).toEqual({ status: 413, location: '' });
  });

  test('to be read at all is as good as empty', async () => {
    const { location } = await inState(57 * 1_024);
    expect(await refusedWith(location)).toBe('invalid_request');
  });

  test('or no form is refused', async () => {
    const { status } = await posted(request(), { 'content-type': 'application/json' });
    expect(status).toBe(400);
  });
});
