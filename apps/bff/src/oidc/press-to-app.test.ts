import { eq, isNull } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { codeLivesMs, pressWithinMs, sealedDigestClaim } from '@signet/contracts/consent';
import { openSealed } from '../../../agency/src/open-sealed.ts';
import { connections } from '../consent/schema.ts';
import { emails } from '../db/schema.ts';
import { addAddress } from '../testing/add-address.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { agencySubjects } from '../signals/schema.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { sealForAgency, sealRelease } from '../testing/holder.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createRawAgency, type Fields } from '../testing/raw-agency.ts';
import { connectionGrants, releases } from './schema.ts';
import { appendReleaseSecret, newReleaseSecret } from '@signet/contracts/release-secret';
import { appendKey, createVisit } from '../testing/visit.ts';

// AGENCY-52: what was agreed to waits for a person's press, which has the code to an app made.

const claims = ['email', 'given_name', 'family_name'] as const;
const callback = 'test.agency.ranger:/callback';
const website = 'https://ranger.agency.test';
let house: House;
let app: TestAgency;
let sealed: TestAgency;
let keyed: TestAgency;

beforeAll(async () => {
  const places = { homepage: website, initiateLoginUri: website, failureUri: website };
  const entry = { profile: 'login.gov' as const, postLogoutRedirectUris: [], ...places };
  const keyless = { claims, redirectUris: [callback], entry: { ...entry, jwks: null } };
  app = await testAgency('ranger', keyless);
  sealed = await testAgency('sealed', { ...keyless, sealed: true });
  keyed = await testAgency('keyed', {
    claims,
    algorithm: 'RS256',
    redirectUris: [callback, `${website}/app`],
    entry,
  });
  house = await openHouse([app, sealed, keyed]);
});
afterAll(() => house.close());
afterEach(() => void vi.useRealTimers());

const later = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
  // What is sealed for it is there as long.
  sweepExpired(house.bff);
};
const redirect = { redirect_uri: `${website}/app` };

/** Somebody who stands before the question, in as many tabs as they like. */
async function asked(agency: TestAgency, changes: Fields = {}) {
  const visit = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
  const raw = createRawAgency(house, agency);
  const url = raw.authorizationUrl({
    scope: 'openid email profile:name',
    acr_values: 'urn:acr.login.gov:verified',
    ...changes,
  });
  const uid = await visit.login(await visit.arrive(url));
  const sayYes = async (page?: string) => {
    const details = await visit.details(uid);
    const { secret, digest: secretDigest } = await newReleaseSecret();
    const { release, releaseKey = '' } =
      agency.delivery === 'sealed'
        ? await sealForAgency(await visit.presentation(details, false, { secretDigest }), agency)
        : await sealRelease(await visit.presentation(details));
    const addresses = await visit.addresses(claims);
    const yes = { claims: details.requestedClaims, release, page, ...addresses };
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, yes);
    return { answer, releaseKey, secret };
  };
  return { visit, raw, uid, sayYes };
}

/** Somebody who said yes, and has not pressed. */
async function agreed(agency = app, page?: string, answersLost = 0) {
  const { visit, raw, uid, sayYes } = await asked(agency);
  for (let lost = 0; lost < answersLost; lost += 1) await sayYes(page);
  const { answer: said, releaseKey, secret } = await sayYes(page);
  const { resume } = (await said.json()) as { readonly resume: string };
  const press = async () => {
    const pressed = await visit.browser.resume(resume);
    const { location = '' } = (await pressed.json()) as { readonly location?: string };
    if (!location.startsWith(callback)) return undefined;
    if (releaseKey !== '') return appendKey(location, releaseKey);
    const url = new URL(location);
    appendReleaseSecret(url, secret);
    return url.href;
  };
  const redeem = async (location = '') =>
    raw.redeem(new URL(location).searchParams.get('code') ?? '', { client_id: agency.clientId });
  /** All that the agency gets for what a press handed over. */
  const received = async (location?: string) => {
    const answer = await redeem(location);
    expect(answer.status).toBe(200);
    const { access_token: token = '', id_token: idToken = '' } = (await answer.json()) as Record<
      string,
      string
    >;
    const userinfo = await raw.userinfo({ authorization: `Bearer ${token}` });
    return { idToken, userinfo: (await userinfo.json()) as Record<string, unknown> };
  };
  return { visit, uid, sayYes, press, redeem, received };
}

describe('a code to an app is made by the press (AGENCY-7, AGENCY-52)', () => {
  test('within three and a half minutes, and lives 60 seconds from there', async () => {
    const { press, received } = await agreed();
    later(205);
    const location = await press();
    later(55);
    expect((await received(location)).userinfo).toMatchObject({ given_name: person.given_name });
  });

  test('and no longer', async () => {
    const { press, redeem } = await agreed();
    const location = await press();
    later(65);
    expect((await redeem(location)).status).toBe(400);
  });

  test('a second press makes none', async () => {
    const { press, redeem } = await agreed();
    const [first, second] = [await press(), await press()];
    expect(second).toBeUndefined();
    expect((await redeem(first)).status).toBe(200);
  });

  test('nor do two at once', async () => {
    const { press } = await agreed();
    const codes = await Promise.all([press(), press()]);
    expect(codes.filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('after three and a half minutes none is made', async () => {
    const { press } = await agreed();
    later(215);
    expect(await press()).toBeUndefined();
  });

  test('nor for somebody who signed out meanwhile', async () => {
    const { visit, press } = await agreed();
    expect((await visit.browser.post('/api/session/end')).ok).toBe(true);
    expect(await press()).toBeUndefined();
  });
});

describe('what is sealed to the agency still counts when the app gets it (AGENCY-22, AGENCY-52, AGENCY-54)', () => {
  test('at the last moment of the press and of the code', async () => {
    const { press, received } = await agreed(sealed);
    later(pressWithinMs / 1_000 - 2);
    const location = await press();
    later(codeLivesMs / 1_000 - 2);
    const { idToken, userinfo } = await received(location);
    const { signet } = userinfo['_claim_sources'] as { signet: { JWT: string } };
    const { d: _private, ...statusKey } = house.bff.keys.statusKey;
    const opened = await openSealed(signet.JWT, {
      clientId: sealed.clientId,
      nonce: 'a-nonce-of-22-characters',
      digest: decodeJwt(idToken)[sealedDigestClaim],
      releaseSecret: new URL(location ?? '').searchParams.get('release_secret'),
      openingKey: sealed.openingKey as CryptoKey,
      issuer: house.issuer,
      credentialKey: house.proofing.jwk,
      statusKey,
    });
    expect(opened).toMatchObject({ given_name: person.given_name });
  });

  test('and a moment later there is no code for it', async () => {
    const { press } = await agreed(sealed);
    later(pressWithinMs / 1_000 + 1);
    expect(await press()).toBeUndefined();
  });
});

/** What stands of a yes once its answer was fetched. */
const connected = () => ({
  agencies: house.bff.db.select().from(connections).all(),
  told: house.bff.db.select().from(agencySubjects).where(isNull(agencySubjects.stoppedAt)).all(),
});

describe('yes in two tabs (AGENCY-3, AGENCY-52)', () => {
  test.each([
    ['sealed here', () => app],
    ['sealed to the agency', () => sealed],
  ])('an answer to an app that waits for its press is not replaced: %s', async (_how, agency) => {
    const { sayYes, press, received } = await agreed(agency(), crypto.randomUUID());
    for (const other of [crypto.randomUUID(), undefined]) {
      const { answer } = await sayYes(other);
      const said = [answer.status, await answer.json()];
      expect(said).toMatchObject([410, { code: 'interaction_gone' }]);
    }
    const { userinfo } = await received(await press());
    expect(Object.keys({ ...userinfo, ...(userinfo['_claim_names'] as object) })).toContain(
      'given_name',
    );
  });

  test.each([
    ['sealed here', () => app],
    ['sealed to the agency', () => sealed],
  ])('but by the page that it got lost to, and nothing is left of it: %s', async (_how, agency) => {
    const { visit, press, received } = await agreed(agency(), crypto.randomUUID(), 2);
    const { db } = house.bff;
    const ofThem = eq(connectionGrants.accountId, visit.accountId);
    expect(db.select().from(connectionGrants).where(ofThem).all()).toHaveLength(1);
    const { userinfo } = await received(await press());
    expect(Object.keys({ ...userinfo, ...(userinfo['_claim_names'] as object) })).toContain(
      'given_name',
    );
  });

  test('but "no" in the other tab takes it back, and the agency hears of nobody by it', async () => {
    const given = () => ({
      ...connected(),
      grants: house.bff.db.select().from(connectionGrants).all(),
      releases: house.bff.db.select().from(releases).all(),
    });
    const before = given();
    const { visit, uid, press } = await agreed();
    const location = await visit.goOn(await visit.browser.post(`/interaction/${uid}/api/refuse`));
    expect(new URL(location).searchParams.get('error')).toBe('access_denied');
    expect(await press()).toBeUndefined();
    expect(given()).toEqual(before);
  });

  test('"no" takes no address back that was agreed to before, and gives none (AGENCY-50)', async () => {
    const own = house.signUp('taken-back@example.test');
    const other = addAddress(house, own, 'other@example.test', Date.now());
    const visit = await createVisit(house, own);
    const raw = createRawAgency(house, app);
    const url = raw.authorizationUrl({
      scope: 'openid email',
      acr_values: 'urn:acr.login.gov:auth-only',
    });
    const first = new URL(await visit.share(url)).searchParams.get('code') ?? '';
    const answer = await raw.redeem(first, { client_id: app.clientId });
    const { access_token: token } = (await answer.json()) as { readonly access_token: string };
    const before = connected();
    const uid = await visit.login(await visit.arrive(url));
    const yes = { claims: ['email'], emailId: other };
    expect((await visit.browser.post(`/interaction/${uid}/api/consent`, yes)).status).toBe(200);
    expect((await visit.browser.post(`/interaction/${uid}/api/refuse`)).status).toBe(200);
    const userinfo = await raw.userinfo({ authorization: `Bearer ${token}` });
    expect(await userinfo.json()).toMatchObject({ email: 'taken-back@example.test' });
    expect(connected()).toEqual(before);
  });

  test('a yes that nobody presses for connects nobody, and the agency hears of nobody by it', async () => {
    const before = connected();
    const { press } = await agreed();
    later(pressWithinMs / 1_000 + 1);
    expect(await press()).toBeUndefined();
    expect(connected()).toEqual(before);
  });

  test('one that is pressed for after a later yes counts from there, but puts no date back', async () => {
    const own = house.signUp('in-turn@example.test');
    const first = house.bff.db.select().from(emails).where(eq(emails.accountId, own)).get()?.id;
    const second = addAddress(house, own, 'in-turn-too@example.test', Date.now());
    const raw = createRawAgency(house, app);
    const acr = 'urn:acr.login.gov:auth-only';
    const answers: (() => Promise<string>)[] = [];
    for (const emailId of [first, second]) {
      const visit = await createVisit(house, own);
      const url = raw.authorizationUrl({ scope: 'openid email', acr_values: acr });
      const uid = await visit.login(await visit.arrive(url));
      const yes = { claims: ['email'], emailId };
      const said = await visit.browser.post(`/interaction/${uid}/api/consent`, yes);
      answers.unshift(() => visit.goOn(said));
    }
    const receipts: (typeof connections.$inferSelect | undefined)[] = [];
    for (const press of answers) {
      expect(await press()).toContain('code=');
      const ours = eq(connections.accountId, own);
      receipts.push(house.bff.db.select().from(connections).where(ours).get());
    }
    expect(receipts.map((receipt) => receipt?.emailId)).toEqual([second, first]);
    expect(receipts[1]?.lastAgreedAt).toBe(receipts[0]?.lastAgreedAt);
  });

  test('who stops sharing in the other tab ends one that waits, and the agency is not told (AGENCY-41)', async () => {
    const { visit, press } = await agreed();
    const stop = () =>
      visit.browser.post('/api/account/connections/stop', { clientId: app.clientId });
    expect((await stop()).status).toBe(200);
    expect(await press()).toBeUndefined();
    expect((await stop()).status).toBe(404);
  });

  test('an answer to the web, which waits for nobody, is given again where the first got lost', async () => {
    const { visit, raw, sayYes } = await asked(keyed, redirect);
    expect((await sayYes()).answer.status).toBe(200);
    const { answer, releaseKey } = await sayYes();
    const location = appendKey(await visit.goOn(answer), releaseKey);
    const code = new URL(location).searchParams.get('code') ?? '';
    expect((await raw.redeem(code, redirect)).status).toBe(200);
  });
});

test('a code of the same client to a web address lives 60 seconds as every other (AGENCY-7)', async () => {
  const { visit, raw, sayYes } = await asked(keyed, redirect);
  const { answer, releaseKey } = await sayYes();
  const location = appendKey(await visit.goOn(answer), releaseKey);
  later(90);
  const code = new URL(location).searchParams.get('code') ?? '';
  expect((await raw.redeem(code, redirect)).status).toBe(400);
});

describe('a yes to a web address', () => {
  test.each([
    [205, 'https://ranger.agency.test/app?code='],
    [215, 'http://localhost'],
  ])(
    'is asked again where its code was not made within three and a half minutes: %i s (AGENCY-7)',
    async (seconds, next) => {
      const { visit, sayYes } = await asked(keyed, redirect);
      const { answer } = await sayYes();
      later(seconds);
      expect(await visit.goOn(answer)).toMatch(next);
    },
  );

  test('gives no level without what was sealed with it (AGENCY-4)', async () => {
    const { visit, raw, sayYes } = await asked(keyed, redirect);
    const { answer, releaseKey } = await sayYes();
    const location = appendKey(await visit.goOn(answer), releaseKey);
    house.bff.db.delete(releases).run();
    const code = new URL(location).searchParams.get('code') ?? '';
    const refused = await raw.redeem(code, redirect);
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });
});
