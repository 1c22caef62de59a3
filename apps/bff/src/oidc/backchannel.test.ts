import { createServer, type Server } from 'node:http';
import { eq } from 'drizzle-orm';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { suspendIdentity } from '../credential-status/change-status.ts';
import { startSession } from '../http/session.ts';
import { shutOut } from '../session/shut-out.ts';
import { agreedUntil, testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { queueLogout } from './queue-logout.ts';
import { logouts } from './schema.ts';
import { sendLogouts } from './send-logouts.ts';

let house: House;
let harbor: TestAgency;
let mute: TestAgency;
let away: TestAgency;
let server: Server;
let unanswered = 0;
const told: string[] = [];
let answer = 200;
beforeEach(() => void (answer = 200));

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/never-answers') {
      unanswered += 1;
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  harbor = await testAgency('harbor', {
    claims: ['email'],
    entry: { backchannelLogoutUri: `http://127.0.0.1:${port}/signed-out` },
  });
  const lantern = await testAgency('lantern', { claims: ['email'] });
  mute = await testAgency('mute', {
    claims: ['email'],
    entry: { backchannelLogoutUri: `http://127.0.0.1:${port}/never-answers` },
  });
  away = await testAgency('away', {
    claims: ['email'],
    // Nobody listens there.
    entry: { backchannelLogoutUri: 'http://127.0.0.1:1/signed-out' },
  });
  house = await openHouse([harbor, lantern, mute, away]);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await house.close();
});

async function signIn(name: string) {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, house.signUp(`${name}@example.test`));
  const tokens = await client.redeem(await visit.share(client.authorizationUrl('openid email')));
  return { visit, idToken: decodeJwt(tokens.id_token ?? '') };
}

type Visit = Awaited<ReturnType<typeof createVisit>>;

const here = ({ browser }: Visit) => browser.post('/api/session/end');

async function atAnAgency({ browser }: Visit) {
  const page = await (await browser.send('/openid_connect/logout')).text();
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await browser.send('/openid_connect/logout/confirm', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.issuer },
    body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
  });
}

/** The same person at another browser, who proved the password just now. */
function elsewhere({ accountId }: Visit) {
  house.wait(2_000);
  const browser = createBrowser(house.issuer);
  const begin = {
    stage: 'signed-in',
    accountId,
    signUpId: null,
    methods: 'pwd hwk',
    secretProvedAt: house.bff.now(),
  } as const;
  browser.keep(startSession(house.bff.db, house.bff.now(), begin, undefined).cookie);
  return browser;
}

async function oneOfThem(visit: Visit) {
  const browser = elsewhere(visit);
  const read = await browser.send('/api/session/all');
  const { sessions } = (await read.json()) as { sessions: { id: string; current: boolean }[] };
  const other = sessions.find(({ current }) => !current);
  return browser.post('/api/session/end-one', { id: other?.id });
}

test.each<[string, (visit: Visit) => unknown]>([
  ['here', here],
  ['at an agency', atAnAgency],
  ['everywhere else', (visit) => elsewhere(visit).post('/api/session/end-others')],
  ['at one other browser', oneOfThem],
  ['by deleting the account', (visit) => elsewhere(visit).post('/api/account/delete')],
  [
    'because the identity was suspended',
    ({ accountId }) =>
      house.bff.db.transaction((tx) =>
        suspendIdentity(house.bff, tx, accountId, 'fraud-suspected'),
      ),
  ],
  [
    'because somebody else was signed in',
    ({ accountId }) => house.bff.db.transaction((tx) => shutOut(house.bff, tx, accountId)),
  ],
])(
  'who is signed out %s is signed out at the agency that asked to be told (AGENCY-36)',
  async (where, signOut) => {
    const { visit, idToken } = await signIn(where.replaceAll(' ', '-'));
    const before = told.length;
    await signOut(visit);
    const { sub, sid } = idToken;
    expect(house.bytesAtRest().toString('latin1')).not.toContain(String(sid));
    await sendLogouts(house.bff);
    await sendLogouts(house.bff);
    expect(told.length).toBe(before + 1);
    const keys = createRemoteJWKSet(new URL('/api/openid_connect/certs', house.issuer));
    const { payload, protectedHeader } = await jwtVerify(told.at(-1) ?? '', keys, {
      issuer: house.issuer,
      audience: harbor.clientId,
      algorithms: ['RS256'],
      typ: 'logout+jwt',
    });
    expect(protectedHeader.typ).toBe('logout+jwt');
    expect(payload).toMatchObject({
      sub,
      sid,
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload).not.toHaveProperty('nonce');
  },
);

test('who signs out everywhere else stays signed in here, at the agency too (AGENCY-36)', async () => {
  const { visit } = await signIn('stays');
  const before = told.length;
  await visit.browser.post('/api/session/end-others');
  await sendLogouts(house.bff);
  expect(told.length).toBe(before);
});

test('an agency whose agreement is over still ends what it began (AGENCY-36, AGENCY-42)', async () => {
  const { visit } = await signIn('agreement-over');
  const before = told.length;
  agreedUntil(house.bff.registry, harbor, '2026-01-02');
  await here(visit);
  await sendLogouts(house.bff);
  agreedUntil(house.bff.registry, harbor, '2030-12-31');
  expect(told).toHaveLength(before + 1);
});

test('an agency that does not answer is told again, the same, and in the end no more (AGENCY-36)', async () => {
  const { visit } = await signIn('unheard');
  const before = told.length;
  answer = 503;
  await here(visit);
  await sendLogouts(house.bff);
  await sendLogouts(house.bff);
  expect(told.length).toBe(before + 1);
  house.wait(11_000);
  answer = 200;
  await sendLogouts(house.bff);
  const [first, second] = told.slice(before).map((token) => decodeJwt(token));
  expect(second).toMatchObject({ jti: first?.jti, sid: first?.['sid'] });
  expect(house.bff.db.select().from(logouts).all()).toEqual([]);

  const { visit: again } = await signIn('never-heard');
  answer = 503;
  await here(again);
  await sendLogouts(house.bff);
  house.wait(12 * 60 * 60_000);
  await sendLogouts(house.bff);
  expect(house.bff.db.select().from(logouts).all()).toEqual([]);
});

test('an agency that never answers, or that much waits for, keeps no other waiting (AGENCY-36)', async () => {
  const { visit } = await signIn('waits-for-nobody');
  const { accountId } = visit;
  house.bff.db.transaction((tx) => {
    for (let each = 0; each < 25; each += 1)
      queueLogout(house.bff, tx, mute, { accountId, sid: `sid-${each}` });
  });
  house.wait(1);
  await here(visit);
  const before = told.length;
  const round = sendLogouts(house.bff);
  await vi.waitFor(() => expect(told.length).toBe(before + 1), { timeout: 3_000 });
  await round;
  expect(unanswered).toBe(1);
  // Nor is it asked again for each that waits, round after round: all of it waits as long as the first.
  await sendLogouts(house.bff);
  expect(unanswered).toBe(1);
  const tried = () => {
    const rows = house.bff.db.select().from(logouts).all();
    return rows.map(({ tries }) => tries).toSorted((a, b) => b - a);
  };
  expect(tried()).toEqual([1, ...Array(24).fill(0)]);
  // The next time another comes first, so that none is in the way of all.
  house.wait(11_000);
  await sendLogouts(house.bff);
  expect(tried()).toEqual([1, 1, ...Array(23).fill(0)]);
}, 20_000);

test('an agency that gives no answer is not asked sooner for what waits longer, and no other agency waits for it (AGENCY-36)', async () => {
  const { db, now } = house.bff;
  db.delete(logouts).run();
  const { accountId } = (await signIn('waits-longer')).visit;
  const queue = (agency: TestAgency, sid: string) =>
    db.transaction((tx) => queueLogout(house.bff, tx, agency, { accountId, sid }));
  queue(away, 'tried-often');
  queue(harbor, 'elsewhere');
  const later = now() + 60 * 60_000;
  db.update(logouts)
    .set({ tries: 3, nextTryAt: later })
    .where(eq(logouts.clientId, away.clientId))
    .run();
  const soon = { nextTryAt: now() + 9_000 };
  db.update(logouts).set(soon).where(eq(logouts.clientId, harbor.clientId)).run();
  house.wait(1);
  queue(away, 'new');
  await sendLogouts(house.bff);
  const of = ({ clientId }: TestAgency) =>
    db
      .select()
      .from(logouts)
      .where(eq(logouts.clientId, clientId))
      .orderBy(logouts.createdAt)
      .all();
  expect(of(away).map(({ tries, nextTryAt }) => [tries, nextTryAt < later])).toEqual([
    [3, false],
    [1, true],
  ]);
  expect(of(harbor)).toMatchObject([soon]);
  db.delete(logouts).run();
});

test('what an agency answers with an error puts off no other of its sign-outs (AGENCY-36)', async () => {
  house.bff.db.delete(logouts).run();
  const { visit } = await signIn('one-of-two');
  const { accountId } = visit;
  house.bff.db.transaction((tx) => {
    for (const sid of ['one', 'two']) queueLogout(house.bff, tx, harbor, { accountId, sid });
  });
  answer = 503;
  const before = told.length;
  await sendLogouts(house.bff);
  await sendLogouts(house.bff);
  expect(new Set(told.slice(before).map((token) => decodeJwt(token)['sid']))).toEqual(
    new Set(['one', 'two']),
  );
  house.bff.db.delete(logouts).run();
});
