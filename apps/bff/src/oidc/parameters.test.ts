import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { sealForAgency, sealRelease } from '../testing/holder.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// AGENCY-44: what an agency may say about the sign-in that it wants, beyond which claims; and what it requires of claims (AGENCY-30).

const verified = 'urn:acr.login.gov:verified';
const authOnly = 'urn:acr.login.gov:auth-only';
let house: House;
let harbor: TestAgency;
let vault: TestAgency;
beforeAll(async () => {
  const claims = ['given_name', 'birthdate', 'email'] as const;
  harbor = await testAgency('harbor', { claims });
  vault = await testAgency('vault', { claims, sealed: true });
  house = await openHouse([harbor, vault]);
});
afterAll(() => house.close());

type Asked = { readonly agency?: TestAgency; readonly scope?: string; readonly proved?: boolean };

async function arrive(extra: Record<string, string>, asked: Asked = {}) {
  const { agency = harbor, scope = 'openid', proved = true } = asked;
  const email = `${crypto.randomUUID()}@example.test`;
  const accountId = house.signUp(email, proved ? Date.now() : null);
  const client = await createClient(house, agency);
  const visit = await createVisit(house, accountId);
  const uid = await visit.arrive(client.authorizationUrl(scope, extra));
  return { client, visit, uid, details: await visit.details(uid) };
}

const consent = async (extra: Record<string, string>, asked: Asked = {}) => {
  const arrived = await arrive(extra, asked);
  const uid = await arrived.visit.login(arrived.uid);
  return { ...arrived, uid, details: await arrived.visit.details(uid) };
};

describe('login_hint (AGENCY-44)', () => {
  test('is what the sign-in begins with, and nobody’s business after it', async () => {
    const { details, visit, uid } = await arrive({ login_hint: ' Ada@Example.test ' });
    expect(details.loginHint).toBe('ada@example.test');
    expect(await visit.details(await visit.login(uid))).not.toHaveProperty('loginHint');
  });

  test.each(['', 'not an address', `${'a'.repeat(250)}@example.test`, '<b>@x'])(
    'that is no address is none',
    async (hint) => {
      expect((await arrive({ login_hint: hint })).details).not.toHaveProperty('loginHint');
    },
  );
});

test('prompt=create sends somebody who is new here (AGENCY-44)', async () => {
  expect((await arrive({ prompt: 'create' })).details.newHere).toBe(true);
  expect((await arrive({ prompt: 'login' })).details.newHere).toBe(false);
  expect((await arrive({})).details.newHere).toBe(false);
});

test('what is misspelt is left aside, and stands in the agency’s log (AGENCY-43)', async () => {
  const noted = () =>
    (house.recorded('agency.request-trimmed') as readonly Record<string, unknown>[]).map(
      ({ claims }) => claims,
    );
  const before = noted().length;
  await arrive({ acr_values: `urn:acr.login.gov:Verified ${authOnly}` }, { scope: 'openid Email' });
  await arrive({ acr_values: authOnly }, { scope: 'openid email x509' });
  await arrive({ acr_values: '900-45-6712 q@example.test' }, { scope: 'openid 900-45-6712' });
  const raw = createRawAgency(house, harbor);
  const named = await raw.pushed({ scope: 'openid phone pushed' });
  // What was pushed is noted once, and whoever is sent on with its name adds nothing to what came of the agency.
  await createBrowser(house.issuer).send(`${named}&scope=openid+added`);
  await raw.push({ request: await raw.requestObject({ scope: 'openid signed' }) });
  expect(noted().slice(before)).toEqual([
    'scope:Email acr_values:urn:acr.login.gov:Verified',
    'scope:x509',
    'phone scope:pushed',
    'scope:signed',
  ]);
});

test('ui_locales and locale are taken, known or not (AGENCY-44)', async () => {
  for (const extra of [{ ui_locales: 'es en' }, { ui_locales: 'xx' }, { locale: 'es' }, {}])
    expect((await arrive(extra)).details.clientId).toBe(harbor.clientId);
});

describe('a verified person is asked for without one verified claim (AGENCY-44)', () => {
  const byName = (acr: object) => ({ claims: JSON.stringify({ id_token: { acr } }) });

  // prettier-ignore
  test.each<[string, Record<string, string>, boolean]>([
    ['by acr_values',                     { acr_values: verified },                          true],
    ['by name, with a value',             byName({ essential: true, value: verified }),      true],
    ['by name, with values',              byName({ essential: true, values: [verified] }),   true],
    ['unless an account alone will do',   { acr_values: `${verified} ${authOnly}` },         false],
    ['and not where nothing is said',     {},                                                false],
  ])('%s', async (_how, extra, verifiedOnly) => {
    const { details, visit, uid } = await consent(extra, { proved: false });
    expect(details.verifiedOnly).toBe(verifiedOnly);
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] });
    expect(answer.status).toBe(verifiedOnly ? 422 : 200);
  });

  test('whoever proved it is let through, and it is said in the ID token', async () => {
    const { client, visit, uid } = await consent({ acr_values: verified });
    const { id_token: idToken = '' } = await client.redeem(await visit.consent(uid, []));
    expect(decodeJwt(idToken)['acr']).toBe(verified);
  });

  test.each([
    [363, true],
    [364, false],
  ])('what was proved %i days ago: %s (PROOF-12)', async (days, holds) => {
    const provedAt = house.bff.now() - days * 24 * 60 * 60_000;
    const accountId = house.signUp(`proved-${days}-days-ago@example.test`, provedAt);
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, accountId);
    const url = client.authorizationUrl('openid', { acr_values: verified });
    const uid = await visit.login(await visit.arrive(url));
    const read = await (await visit.browser.send('/api/session')).json();
    expect(read).toMatchObject({ verified: holds });
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] });
    expect(answer.status).toBe(holds ? 200 : 422);
  });

  const unknown = 'urn:test:a-level-of-elsewhere';
  const face = 'urn:acr.login.gov:verified-facial-match-required';
  // prettier-ignore
  test.each<[string, object, string | null]>([
    ['that is no text is refused',                         { essential: true, values: [7] },                 'invalid_request'],
    ['that nobody knows is refused where it is essential', { essential: true, value: unknown },              'unmet_authentication_requirements'],
    ['that nobody reaches, too',                           { essential: true, values: [unknown, face] },     'unmet_authentication_requirements'],
    ['that can be had beside it is enough',                { essential: true, values: [unknown, verified] }, null],
    ['that is only wished for is left aside',              { value: unknown },                               null],
  ])('of a level %s (AGENCY-44)', async (_what, acr, error) => {
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
    const answer = await visit.browser.send(client.authorizationUrl('openid', byName(acr)));
    const back = new URL(answer.headers.get('location') ?? '', house.issuer);
    expect(back.searchParams.get('error')).toBe(error);
    expect(back.pathname.startsWith('/interaction/')).toBe(error === null);
  });
});

test('who asks for one person and gets another is told, instead of asking for ever (AGENCY-44)', async () => {
  const claims = JSON.stringify({ id_token: { sub: { value: 'somebody-else' } } });
  const { visit, uid } = await arrive({ claims });
  const again = await visit.login(uid);
  const back = await visit.goOn(await visit.browser.post(`/interaction/${again}/api/login`));
  expect(new URL(back).searchParams.get('error')).toBe('login_required');
});

describe('what a claim is required to be (AGENCY-30)', () => {
  const asking = (userinfo: object) => ({ claims: JSON.stringify({ userinfo }) });
  const scope = 'openid profile:name';

  test('is told to the browser, which alone can see whether it is so', async () => {
    const birthdate = { value: '1900-01-01' };
    const both = [1, 2].map(() => ({
      verification: { trust_framework: null },
      claims: { birthdate: null },
    }));
    const { details } = await consent(asking({ birthdate, verified_claims: both }), { scope });
    expect(details).toMatchObject({
      requestedClaims: ['given_name', 'birthdate'],
      byScope: ['given_name'],
      byName: { birthdate, verified_claims: both },
    });
  });

  test.each([
    ['split code', () => harbor],
    ['sealed', () => vault],
  ])('and what is not so may be missing, %s', async (_delivery, agency) => {
    const { client, visit, uid, details } = await consent(
      asking({ birthdate: { value: '1900-01-01' } }),
      { agency: agency(), scope },
    );
    const shown = { ...details, requestedClaims: details.byScope };
    const presentation = await visit.presentation(shown, agency() === harbor);
    const sealed =
      agency() === harbor
        ? await sealRelease(presentation)
        : await sealForAgency(presentation, agency());
    const tokens = await client.redeem(await visit.consent(uid, ['given_name'], sealed));
    const userinfo = (await (await client.rawUserinfo(tokens.access_token)).json()) as object;
    expect(JSON.stringify(userinfo)).not.toContain('birthdate');
    if (agency() === harbor) expect(userinfo).toMatchObject({ given_name: person.given_name });
  });

  test('but what is asked for without a condition may not', async () => {
    const { visit, uid } = await consent(asking({ birthdate: { essential: true } }), { scope });
    const body = { claims: ['given_name'], release: 'a.b.c.d.e' };
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, body);
    expect(answer.status).toBe(422);
  });
});
