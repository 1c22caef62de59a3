import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { accountHeader } from '@signet/contracts/operation';
import { eq } from 'drizzle-orm';
import { sessions } from '../db/schema.ts';
import { startSession } from '../http/session.ts';
import { connectionGrants } from '../oidc/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import type { Browser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// AGENCY-40, AUTH-8: a question is put to one person, and somebody else may have signed in in that browser before it is answered.

let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['email'] });
  lantern = await testAgency('lantern', { claims: ['email'] });
  house = await openHouse([harbor, lantern]);
});
afterAll(() => house.close());

type Client = Awaited<ReturnType<typeof createClient>>;
type Person = Awaited<ReturnType<typeof whoShared>>;
let client: Client;
let url: string;
let asked: Person;
let newcomer: Person;
let browser: Browser;
/** The question to `asked`, in the browser that is `newcomer`'s by now. */
let uid: string;

beforeEach(async () => {
  client = await createClient(house, harbor);
  url = client.authorizationUrl('openid email');
  [asked, newcomer] = [await whoShared(), await whoShared()];
  const here = await createVisit(house, asked.accountId);
  browser = here.browser;
  uid = await here.login(await here.arrive(url));
  endSignIn();
  browser.keep(house.signIn(newcomer.accountId));
});

/** Somebody who shared with the agency in a browser of their own, where it may ask without a page. */
async function whoShared() {
  const accountId = house.signUp(`${crypto.randomUUID()}@example.test`);
  const visit = await createVisit(house, accountId);
  await client.redeem(await visit.share(url));
  const silently = async () =>
    (await visit.browser.send(`${url}&prompt=none`)).headers.get('location') ?? '';
  expect(await silently()).toContain('code=');
  return { accountId, isAskedAgain: async () => (await silently()).includes('consent_required') };
}

/** In this browser. */
function endSignIn(): void {
  const { db } = house.bff;
  const [newest] = db
    .select()
    .from(sessions)
    .where(eq(sessions.accountId, asked.accountId))
    .all()
    .toSorted((a, b) => b.createdAt - a.createdAt);
  db.delete(sessions)
    .where(eq(sessions.idHash, newest?.idHash ?? ''))
    .run();
  browser.keep('__Host-signet=; Path=/');
}

const no = (of: string, page?: AccountId) =>
  browser.send(`/interaction/${of}/api/refuse`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: house.issuer,
      'sec-fetch-site': 'same-origin',
      ...(page === undefined ? {} : { [accountHeader]: page }),
    },
    body: '{}',
  });

/** For which of the two the "no" counted, and for whom it is on record. */
async function countedFor() {
  return {
    asked: await asked.isAskedAgain(),
    newcomer: await newcomer.isAskedAgain(),
    recorded: house.recorded('consent.refused').at(-1)?.accountId ?? null,
  };
}

const nobody = { asked: false, newcomer: false, recorded: null };

describe('a "no" to the question that somebody else was asked (AGENCY-40, AUTH-8)', () => {
  test('counts for nobody where the one who signed in since says it, who is led back to the agency', async () => {
    const answer = await no(uid);
    expect(answer.status).toBe(200);
    const { resume } = (await answer.json()) as { resume: string };
    const { location } = (await (await browser.resume(resume)).json()) as { location: string };
    expect(location).toContain(harbor.redirectUris[0]);
    expect(location).toContain('error=access_denied');
    expect(await countedFor()).toEqual(nobody);
  });

  test('counts for nobody on the newcomer’s page, also where their sign-in has ended by then', async () => {
    browser.keep('__Host-signet=; Path=/');
    expect((await no(uid, newcomer.accountId)).status).toBe(200);
    expect(await countedFor()).toEqual(nobody);
  });

  test('counts for who was asked on the page that asked them', async () => {
    expect((await no(uid, asked.accountId)).status).toBe(200);
    expect(await countedFor()).toEqual({
      asked: true,
      newcomer: false,
      recorded: asked.accountId,
    });
  });

  test('is on record for who was asked also where somebody else said it before, and once', async () => {
    const before = house.recorded('consent.refused').length;
    expect((await no(uid)).status).toBe(200);
    for (let times = 0; times < 2; times += 1) {
      expect((await no(uid, asked.accountId)).status).toBe(200);
      expect((await no(uid)).status).toBe(200);
    }
    const recorded = house.recorded('consent.refused').slice(before);
    expect(recorded.map(({ accountId }) => accountId)).toEqual([null, asked.accountId]);
    expect(await asked.isAskedAgain()).toBe(true);
  });

  test('counts at the agency that asked, and at no other', async () => {
    const other = await createClient(house, lantern);
    const there = await createVisit(house, asked.accountId);
    const address = other.authorizationUrl('openid email');
    await other.redeem(await there.share(address));
    expect((await no(uid, asked.accountId)).status).toBe(200);
    expect(await asked.isAskedAgain()).toBe(true);
    const silently = await there.browser.send(`${address}&prompt=none`);
    expect(silently.headers.get('location')).toContain('code=');
  });

  test('is told that the request has ended once an agency asked the newcomer in another tab, whose own "no" there is theirs alone', async () => {
    const there = await createVisit(house, newcomer.accountId, browser);
    const own = await there.login(await there.arrive(url));
    for (const page of [asked.accountId, newcomer.accountId]) {
      const answer = await no(uid, page);
      expect([answer.status, await answer.json()]).toMatchObject([
        410,
        { code: 'interaction_gone' },
      ]);
    }
    expect(await countedFor()).toMatchObject({ asked: false, newcomer: false });
    expect((await no(own, newcomer.accountId)).status).toBe(200);
    expect(await countedFor()).toEqual({
      asked: false,
      newcomer: true,
      recorded: newcomer.accountId,
    });
  });
});

describe('before anybody is asked (AGENCY-40)', () => {
  test('who leaves by the password alone says "no" for nobody', async () => {
    const login = await browser.send(`${url}&prompt=login`);
    const at = login.headers.get('location')?.split('/').at(-1) ?? '';
    const begin = {
      stage: 'first-factor',
      accountId: asked.accountId,
      signUpId: null,
      methods: 'pwd',
      secretProvedAt: null,
    } as const;
    browser.keep(startSession(house.bff.db, house.bff.now(), begin, undefined).cookie);
    expect((await no(at)).status).toBe(200);
    expect(await countedFor()).toEqual(nobody);
  });

  test('nobody is by the name that an earlier sign-in left with the request', async () => {
    const own = await createVisit(house, asked.accountId, browser);
    await own.login(await own.arrive(url));
    const login = await browser.send(`${url}&prompt=login`);
    const at = login.headers.get('location')?.split('/').at(-1) ?? '';
    browser.keep('__Host-signet=; Path=/');
    expect((await no(at)).status).toBe(200);
    expect(await countedFor()).toEqual(nobody);
  });
});

describe('who signed in since (AGENCY-10, AUTH-8)', () => {
  test('is shown a request to take over, and is asked by a question of their own', async () => {
    const here = await createVisit(house, newcomer.accountId, browser);
    expect(await here.details(uid)).toMatchObject({ prompt: 'login' });
    const question = await here.login(uid);
    expect(question).not.toBe(uid);
    expect(await here.details(question)).toMatchObject({ prompt: 'consent' });
    const { access_token: token } = await client.redeem(await here.consent(question, ['email']));
    const told = (await (await client.rawUserinfo(token)).json()) as { email: string };
    const { emails } = (await (await browser.send('/api/account/emails')).json()) as {
      emails: { email: string }[];
    };
    expect(told.email).toBe(emails[0]?.email);
  });

  test('asks by a session of the engine of their own: a copy of the one that the other had is worth nothing', async () => {
    const engineSession = () => browser.cookie('signet-provider') ?? '';
    const others = engineSession();
    const here = await createVisit(house, newcomer.accountId, browser);
    await here.arrive(url);
    expect(engineSession()).toMatch(/^[\w-]{43}$/);
    expect(engineSession()).not.toBe(others);
  });

  test('says no "yes" to it', async () => {
    const here = await createVisit(house, newcomer.accountId, browser);
    const before = house.bff.db.select().from(connectionGrants).all();
    const body = { claims: ['email'], ...(await here.addresses(['email'])) };
    const answer = await browser.post(`/interaction/${uid}/api/consent`, body);
    expect([answer.status, await answer.json()]).toMatchObject([410, { code: 'interaction_gone' }]);
    expect(house.bff.db.select().from(connectionGrants).all()).toEqual(before);
  });
});
