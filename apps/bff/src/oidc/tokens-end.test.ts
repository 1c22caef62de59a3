import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSession } from '../http/session.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name'] });
  lantern = await testAgency('lantern', { claims: ['email'] });
  house = await openHouse([harbor, lantern]);
});
afterAll(() => house.close());

type Visit = Awaited<ReturnType<typeof createVisit>>;

function signIn({ accountId }: Visit, browser = createBrowser(house.issuer)) {
  house.wait(1_000);
  const begin = { stage: 'signed-in', accountId, signUpId: null, methods: 'pwd hwk' } as const;
  const now = house.bff.now();
  const { cookie } = startSession(house.bff.db, now, { ...begin, secretProvedAt: now }, undefined);
  browser.keep(cookie);
  return browser;
}

/** Two tokens at one agency, and a code that another has not redeemed yet. */
async function whoShared(visit: Visit) {
  const first = await createClient(house, harbor);
  const second = await createClient(house, harbor);
  const third = await createClient(house, lantern);
  const tokens = [
    await first.redeem(await visit.share(first.authorizationUrl('openid profile'))),
    await second.redeem(await visit.share(second.authorizationUrl('openid profile'))),
  ];
  const code = await visit.share(third.authorizationUrl('openid email'));
  return {
    userinfo: () =>
      Promise.all(
        tokens.map(async ({ access_token: token }) => (await first.rawUserinfo(token)).status),
      ),
    redeem: async () =>
      third.redeem(code).then(
        () => 'taken',
        (problem: { error?: string }) => problem.error,
      ),
  };
}

async function atAnAgency({ browser }: Visit) {
  const page = await (await browser.send('/openid_connect/logout')).text();
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await browser.send('/openid_connect/logout/confirm', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.issuer },
    body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
  });
}

async function oneOfThem(visit: Visit) {
  const browser = signIn(visit);
  const read = await browser.send('/api/session/all');
  const { sessions } = (await read.json()) as { sessions: { id: string; current: boolean }[] };
  return browser.post('/api/session/end-one', {
    id: sessions.find(({ current }) => !current)?.id,
  });
}

test.each<[string, (visit: Visit) => unknown]>([
  ['here', ({ browser }) => browser.post('/api/session/end')],
  ['at an agency', atAnAgency],
  ['at one other browser', oneOfThem],
  ['everywhere else', (visit) => signIn(visit).post('/api/session/end-others')],
  [
    'here, after another sign-in in the same browser',
    ({ browser, ...visit }) => signIn({ browser, ...visit }, browser).post('/api/session/end'),
  ],
])(
  'who signs out %s ends every token and code of that sign-in, not an agency’s newest alone (AGENCY-36)',
  async (where, signOut) => {
    const visit = await createVisit(
      house,
      house.signUp(`${where.replace(/\W/g, '-')}@example.test`),
    );
    const { userinfo, redeem } = await whoShared(visit);
    expect(await userinfo()).toEqual([200, 200]);
    await signOut(visit);
    expect(await userinfo()).toEqual([401, 401]);
    expect(await redeem()).toBe('invalid_grant');
  },
);

test('who signs out elsewhere keeps what this sign-in shared (AGENCY-36)', async () => {
  const visit = await createVisit(house, house.signUp('stays@example.test'));
  const { userinfo, redeem } = await whoShared(visit);
  await signIn(visit).post('/api/session/end');
  await visit.browser.post('/api/session/end-others');
  expect(await userinfo()).toEqual([200, 200]);
  expect(await redeem()).toBe('taken');
});
