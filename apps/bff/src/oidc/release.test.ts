import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import type { ClaimName } from '@signet/contracts/claims';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import {
  es256KeyPair,
  issueCredential,
  present,
  sealRelease,
  type Issue,
  type KeyPair,
  type Show,
} from '../testing/holder.ts';
import { startSession } from '../http/session.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { releases } from './schema.ts';

type Row = typeof releases.$inferSelect;

let house: House;
let harbor: TestAgency;
let accountId: AccountId;
let holder: KeyPair;
let stranger: KeyPair;

beforeAll(async () => {
  harbor = await testAgency('harbor', {
    claims: ['given_name', 'family_name', 'birthdate'],
    optional: ['birthdate'],
  });
  house = await openHouse([harbor]);
  accountId = house.signUp('presenter@example.test');
  [holder, stranger] = [await es256KeyPair(), await es256KeyPair()];
});
afterAll(() => house.close());

const agreed: readonly ClaimName[] = ['given_name', 'family_name'];

type Request = Pick<Show, 'audience' | 'nonce'>;

const issue = (changes: Partial<Issue> = {}) =>
  issueCredential({
    issuer: house.issuer,
    accountId,
    signingKey: house.proofing.privateKey,
    holderKey: holder.jwk,
    status: house.status(accountId),
    ...changes,
  });

const show = async (request: Request, issued: Partial<Issue> = {}, shown: Partial<Show> = {}) =>
  present(await issue(issued), {
    disclose: [...agreed, 'account'],
    holder: holder.privateKey,
    ...request,
    ...shown,
  });

async function untilConsent() {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, accountId);
  const uid = await visit.login(await visit.arrive(client.authorizationUrl('openid profile')));
  return { client, visit, uid, request: (await visit.details(uid)).keyBinding };
}

/** One whole visit in which the browser hands over what `make` makes, and the agency redeems it. */
async function redeem(make: (request: Request) => Promise<string>, seal = sealRelease) {
  const { client, visit, uid, request } = await untilConsent();
  const location = await visit.consent(uid, agreed, await seal(await make(request)));
  return { client, location, tokens: client.redeem(location) };
}

test('a presentation of exactly what was agreed to becomes claims', async () => {
  const { client, tokens } = await redeem((request) => show(request));
  const { access_token: token } = await tokens;
  const answer = (await (await client.rawUserinfo(token)).json()) as object;
  expect(answer).toMatchObject({ given_name: person.given_name, family_name: person.family_name });
  expect(answer).not.toHaveProperty('birthdate');
  expect(answer).not.toHaveProperty('account');
  expect(house.recorded('release.delivered').at(-1)).toEqual({
    accountId,
    clientId: harbor.clientId,
    claims: 'given_name family_name',
  });
});

describe('a presentation that is not what it must be never becomes a claim (AGENCY-4)', () => {
  // prettier-ignore
  const forgeries: [string, string, (request: Request) => Promise<string>][] = [
    ['signed by someone else than proofing', 'issuer_signature',    (r) => show(r, { signingKey: stranger.privateKey })],
    ['of another account',                   'account',             (r) => show(r, { accountId: 'sub_00000000000000000000000000' })],
    ['for another agency',                   'audience',            (r) => show({ ...r, audience: 'urn:test:lantern' })],
    ['for another request',                  'nonce',               (r) => show({ ...r, nonce: 'of-another-request' })],
    ['bound too long ago',                   'age',                 (r) => show(r, {}, { issuedAt: Math.floor(Date.now() / 1000) - 310 })],
    ['without its key binding',              'key_binding_missing', async (r) => (await show(r)).replace(/[^~]+$/, '')],
    ['that shows more than was agreed to',   'claims',              (r) => show(r, {}, { disclose: [...agreed, 'birthdate', 'account'] })],
  ];

  test.each(forgeries)('%s', async (_what, reason, make) => {
    const { location, client, tokens } = await redeem(make);
    await expect(tokens).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(house.recorded('release.rejected').at(-1)).toEqual({
      accountId,
      clientId: harbor.clientId,
      reason,
    });
    await expect(client.redeem(location)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('sealed as something else than a release', async () => {
    const { tokens } = await redeem(show, (presentation) => sealRelease(presentation, 'other+jwe'));
    await expect(tokens).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

/** Of the last letter of 32 bytes two bits say nothing. */
function spelledOtherwise(key: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return key.slice(0, -1) + letters.charAt(letters.indexOf(key.at(-1) ?? '') + 1);
}

describe('without the second half of its code a release stays closed (AGENCY-3)', () => {
  test.each([
    ['no half', () => undefined],
    ['a half of another release', () => Buffer.alloc(32, 7).toString('base64url')],
    ['a half that is too short', (key: string) => key.slice(0, -2)],
    ['a half with more behind it', (key: string) => `${key}A`],
    ['a half that is spelled otherwise', spelledOtherwise],
    ['an empty half', () => ''],
  ])('%s', async (_what, change) => {
    const { client, visit, uid, request } = await untilConsent();
    const sealed = await sealRelease(await show(request));
    const whole = new URL(await visit.consent(uid, agreed, sealed));
    const code = (whole.searchParams.get('code') ?? '').split('~')[0] ?? '';
    const half = change(sealed.releaseKey ?? '');
    whole.searchParams.set('code', half === undefined ? code : `${code}~${half}`);
    await expect(client.redeem(whole.href)).rejects.toMatchObject({ error: 'invalid_grant' });
    whole.searchParams.set('code', `${code}~${sealed.releaseKey}`);
    await expect(client.redeem(whole.href)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a release that somebody writes into the row of another grant gives nothing there (AGENCY-3)', () => {
  const rows = () => house.bff.db.select().from(releases).all();
  async function answered() {
    const { client, visit, uid, request } = await untilConsent();
    const before = rows().map(({ grantHash }) => grantHash);
    const { releaseKey = '', ...sealed } = await sealRelease(await show(request));
    const location = new URL(await visit.consent(uid, agreed, { ...sealed, releaseKey }));
    const row = rows().find(({ grantHash }) => !before.includes(grantHash));
    if (row === undefined) throw new Error('no release was kept');
    return { client, location, releaseKey, row };
  }

  // prettier-ignore
  test.each([
    ['the ciphertext alone',             ({ releaseSealed }: Row) => ({ releaseSealed })],
    ['with what was agreed to beside it', ({ releaseSealed, termsSealed }: Row) => ({ releaseSealed, termsSealed })],
  ])('%s, by either half of a key', async (_what, taken) => {
    for (const whose of ['own', 'theirs'] as const) {
      const [theirs, own] = [await answered(), await answered()];
      const { grantHash } = own.row;
      const moved = house.bff.db.update(releases).set(taken(theirs.row));
      moved.where(eq(releases.grantHash, grantHash)).run();
      const [code = ''] = (own.location.searchParams.get('code') ?? '').split('~');
      const half = (whose === 'own' ? own : theirs).releaseKey;
      own.location.searchParams.set('code', `${code}~${half}`);
      await expect(own.client.redeem(own.location.href)).rejects.toThrow();
    }
  });
});

test('a deleted account takes along its tokens, claims, grants and releases (AUTH-12)', async () => {
  const { client, tokens } = await redeem((request) => show(request));
  const { access_token: token } = await tokens;
  const { visit, uid, request } = await untilConsent();
  await visit.consent(uid, agreed, await sealRelease(await show(request)));
  const many = () => {
    const { $client } = house.bff.db;
    const rows = (from: string) => $client.prepare(`SELECT 1 FROM ${from}`).all().length;
    const models = `'Session', 'Grant', 'AuthorizationCode', 'AccessToken'`;
    return [rows(`oidc_rows WHERE model IN (${models})`), rows('releases')];
  };
  for (const rows of many()) expect(rows).toBeGreaterThan(0);

  const browser = createBrowser(house.issuer);
  const now = house.bff.now();
  const begin = { stage: 'signed-in', accountId, signUpId: null, methods: 'pwd hwk' } as const;
  browser.keep(
    startSession(house.bff.db, now, { ...begin, secretProvedAt: now }, undefined).cookie,
  );
  expect((await browser.post('/api/account/delete', {})).status).toBe(200);
  expect(many()).toEqual([0, 0]);
  expect((await client.rawUserinfo(token)).status).toBe(401);
});
