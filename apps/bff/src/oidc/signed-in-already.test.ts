import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSession } from '../http/session.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { logouts } from './schema.ts';

// Whoever is signed in is not asked again; what an agency requires of a sign-in, and is told of it, holds all the same.

const passkey = 'http://idmanagement.gov/ns/assurance/aal/2?phishing_resistant=true';
const face = 'urn:acr.login.gov:verified-facial-match-required';
const card = 'http://idmanagement.gov/ns/assurance/aal/3';
let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
beforeAll(async () => {
  const entry = { backchannelLogoutUri: 'http://harbor.agency.test/signed-out' };
  harbor = await testAgency('harbor', { claims: ['email'], entry });
  lantern = await testAgency('lantern', { claims: ['email'] });
  house = await openHouse([harbor, lantern]);
});
afterAll(() => house.close());

let visit: Awaited<ReturnType<typeof createVisit>>;
let at: Record<'harbor' | 'lantern', Awaited<ReturnType<typeof createClient>>>;
beforeEach(async () => {
  visit = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
  at = {
    harbor: await createClient(house, harbor),
    lantern: await createClient(house, lantern),
  };
});

function signIn(methods: string) {
  const { accountId } = visit;
  const begin = { stage: 'signed-in', accountId, signUpId: null, methods } as const;
  const now = house.bff.now();
  visit.browser.keep(
    startSession(house.bff.db, now, { ...begin, secretProvedAt: null }, undefined).cookie,
  );
}

async function silently(client: (typeof at)['harbor'], extra: Record<string, string> = {}) {
  const url = client.authorizationUrl('openid email', { prompt: 'none', ...extra });
  const location = (await visit.browser.send(url)).headers.get('location') ?? '';
  return new URL(location).searchParams;
}

describe('a level that the sign-in at hand does not have (AGENCY-44)', () => {
  const essential = (value: string) => ({
    claims: JSON.stringify({ id_token: { acr: { essential: true, value } } }),
  });
  // prettier-ignore
  test.each<[string, Record<string, string>, string]>([
    ['a passkey',                 { acr_values: passkey },          'login_required'],
    ['a passkey, essentially',    essential(passkey),               'login_required'],
    ['a face',                    { acr_values: face },             'unmet_authentication_requirements'],
    ['a card',                    { acr_values: card },             'unmet_authentication_requirements'],
  ])('is not told for it: %s', async (_what, asked, error) => {
    signIn('pwd sms');
    await at.harbor.redeem(await visit.share(at.harbor.authorizationUrl('openid email')));
    expect((await silently(at.harbor)).has('code')).toBe(true);

    expect((await silently(at.harbor, asked)).get('error')).toBe(error);
    const uid = await visit.arrive(at.harbor.authorizationUrl('openid email', asked));
    const back = await visit.goOn(await visit.browser.post(`/interaction/${uid}/api/login`));
    expect(new URL(back).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  test('is told where the sign-in has it, without another question', async () => {
    await at.harbor.redeem(await visit.share(at.harbor.authorizationUrl('openid email')));
    expect((await silently(at.harbor, { acr_values: passkey })).has('code')).toBe(true);
  });

  test('is not told by a weaker sign-in that came between question and answer', async () => {
    const url = at.harbor.authorizationUrl('openid email', { acr_values: passkey });
    const uid = await visit.login(await visit.arrive(url));
    signIn('pwd sms');
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, {
      claims: ['email'],
    });
    expect([answer.status, await answer.json()]).toMatchObject([410, { code: 'interaction_gone' }]);
  });
});

describe('a sign-in after another one (AGENCY-44)', () => {
  test('is told as what it is, and the earlier one ends at the agencies (AGENCY-36)', async () => {
    const shared = await visit.share(at.harbor.authorizationUrl('openid email'));
    const tokens = await at.harbor.redeem(shared);
    expect(decodeJwt(tokens.id_token ?? '')['amr']).toContain('hwk');
    house.wait(1_000);
    signIn('pwd sms');

    expect((await silently(at.harbor)).get('error')).toBe('login_required');
    expect((await at.harbor.rawUserinfo(tokens.access_token)).status).toBe(401);
    expect(house.bff.db.select().from(logouts).all()).toHaveLength(1);
    const again = await at.harbor.redeem(
      await visit.share(at.harbor.authorizationUrl('openid email')),
    );
    const [first, second] = [tokens, again].map(({ id_token: token = '' }) => decodeJwt(token));
    expect(second?.['amr']).toEqual(['pwd', 'sms', 'mfa']);
    expect(second?.['auth_time']).toBeGreaterThan(Number(first?.['auth_time']));
  });

  /** Asked by one agency to sign in once more, and did. */
  async function signInAgain(client: (typeof at)['harbor']) {
    house.wait(1_000);
    const uid = await visit.arrive(client.authorizationUrl('openid email', { prompt: 'login' }));
    house.wait(1_000);
    signIn('hwk');
    return () => visit.login(uid);
  }

  test('answers the request that asked for it', async () => {
    await visit.share(at.harbor.authorizationUrl('openid email'));
    const login = await signInAgain(at.harbor);
    const back = await visit.consent(await login(), ['email']);
    const { id_token: token = '' } = await at.harbor.redeem(back);
    expect(decodeJwt(token)['amr']).toEqual(['hwk', 'mfa']);
  });

  test('in the middle of a request ends what the earlier one shared, at every agency (AGENCY-36)', async () => {
    const { access_token: token } = await at.harbor.redeem(
      await visit.share(at.harbor.authorizationUrl('openid email')),
    );
    const unredeemed = await createClient(house, lantern);
    const code = await visit.share(unredeemed.authorizationUrl('openid email'));
    const login = await signInAgain(at.lantern);
    expect((await at.harbor.rawUserinfo(token)).status).toBe(200);
    const told = house.bff.db.select().from(logouts).all().length;

    const consent = await login();
    expect((await at.harbor.rawUserinfo(token)).status).toBe(401);
    await expect(unredeemed.redeem(code)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(house.bff.db.select().from(logouts).all()).toHaveLength(told + 1);

    const next = await at.lantern.redeem(await visit.consent(consent, ['email']));
    expect((await at.lantern.rawUserinfo(next.access_token)).status).toBe(200);
    expect((await silently(at.lantern)).has('code')).toBe(true);
  });

  test('of somebody else answers the request too, and what the first shared ends (AGENCY-36)', async () => {
    const { access_token: token } = await at.harbor.redeem(
      await visit.share(at.harbor.authorizationUrl('openid email')),
    );
    house.wait(1_000);
    const url = at.harbor.authorizationUrl('openid email', { prompt: 'select_account' });
    const uid = await visit.arrive(url);
    const other = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
    visit.browser.keep(house.signIn(other.accountId));
    const consent = await visit.login(uid);
    expect((await at.harbor.rawUserinfo(token)).status).toBe(401);
    const next = await at.harbor.redeem(await visit.consent(consent, ['email']));
    expect((await at.harbor.rawUserinfo(next.access_token)).status).toBe(200);
  });
});

describe('an age that is asked for (AGENCY-44)', () => {
  const later = (seconds: number) =>
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
  afterEach(() => void vi.useRealTimers());
  const asked = { max_age: '60' };
  const answer = (uid: string) => visit.browser.post(`/interaction/${uid}/api/login`);

  test('is not the time that somebody slow takes to answer', async () => {
    later(120);
    const url = at.harbor.authorizationUrl('openid email', asked);
    const uid = await visit.arrive(url);
    expect((await answer(uid)).status).toBe(401);
    signIn('pwd hwk');
    const signedInAt = Math.floor(house.bff.now() / 1_000);
    later(300);
    const consent = await visit.login(uid);
    later(300);
    const tokens = await at.harbor.redeem(await visit.consent(consent, ['email']));
    expect(decodeJwt(tokens.id_token ?? '')['auth_time']).toBe(signedInAt);
    expect((await silently(at.harbor, asked)).get('error')).toBe('login_required');
  });

  test('is that of an earlier sign-in when it is answered', async () => {
    later(30);
    const uid = await visit.arrive(at.harbor.authorizationUrl('openid email', asked));
    later(60);
    expect((await answer(uid)).status).toBe(401);
  });
});
