import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId, EmailId } from '@signet/contracts/ids';
import { agencyLog } from '../agencies/agency-log.ts';
import { emails } from '../db/schema.ts';
import { agenciesToTell } from '../signals/agency-subjects.ts';
import { openSignal } from '../signals/queue-signal.ts';
import { signals } from '../signals/schema.ts';
import { addAddress } from '../testing/add-address.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { email, person } from '../testing/person.ts';
import { sealRelease } from '../testing/holder.ts';
import { appendKey, createClient, createVisit } from '../testing/visit.ts';

const other = 'other@example.test';
let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
let beacon: TestAgency;
let accountId: AccountId;
let otherAddress: EmailId;

beforeAll(async () => {
  harbor = {
    ...(await testAgency('harbor', { claims: ['email', 'all_emails', 'given_name'] })),
    signals: { delivery: 'poll' },
  };
  lantern = await testAgency('lantern', { claims: ['given_name'] });
  const both = ['given_name', 'email'] as const;
  beacon = await testAgency('beacon', { claims: both, optional: both });
  house = await openHouse([harbor, lantern, beacon]);
  accountId = house.signUp(email);
  otherAddress = addAddress(house, accountId, other, Date.now());
});
afterAll(() => house.close());

/** Shares with harbor, and answers what the agency and the person hold afterwards. */
async function sharing(named?: { readonly emailId?: EmailId }) {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, accountId);
  const uid = await visit.login(
    await visit.arrive(client.authorizationUrl('openid email profile')),
  );
  const details = await visit.details(uid);
  const sealed = await sealRelease(await visit.presentation(details));
  const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, {
    claims: details.requestedClaims,
    release: sealed.release,
    ...(named ?? (await visit.addresses(details.requestedClaims))),
  });
  if (!answer.ok) {
    const { code } = (await answer.json()) as { code: string };
    return { client, visit, code };
  }
  const location = appendKey(await visit.goOn(answer), sealed.releaseKey ?? '');
  return { client, visit, code: 'shared', location };
}

async function redeemed(emailId?: EmailId) {
  const {
    client,
    visit,
    location = '',
  } = await sharing(emailId === undefined ? undefined : { emailId });
  const tokens = await client.redeem(location);
  return { client, visit, token: tokens.access_token };
}

const claimsOf = async (client: Awaited<ReturnType<typeof createClient>>, token: string) =>
  (await (await client.rawUserinfo(token)).json()) as Record<string, unknown>;

describe('which address an agency gets', () => {
  test('is the one that is named', async () => {
    const first = await redeemed();
    expect((await claimsOf(first.client, first.token))['email']).toBe(email);
    const second = await redeemed(otherAddress);
    expect(await claimsOf(second.client, second.token)).toMatchObject({
      email: other,
      email_verified: true,
    });
  });

  test('cannot be one that is not confirmed, or somebody else’s', async () => {
    const stranger = house.signUp('stranger@example.test');
    const theirs = addAddress(house, stranger, 'theirs@example.test', Date.now());
    const unconfirmed = addAddress(house, accountId, 'unconfirmed@example.test', null);
    for (const emailId of [theirs, unconfirmed])
      expect((await sharing({ emailId })).code).toBe('addresses_changed');
  });

  test('is always named, as the person saw it, and never one that became the main one meanwhile', async () => {
    expect((await sharing({})).code).toBe('release_not_accepted');
  });
});

describe('an agency gets the addresses that were agreed to, whatever is added or made the main one later (AGENCY-50)', () => {
  /** Somebody who agreed to this scope, and what came of it. */
  async function agreed(address: string, scope: 'email' | 'all_emails') {
    const own = house.signUp(address);
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, own);
    const url = client.authorizationUrl(`openid ${scope}`);
    const uid = await visit.login(await visit.arrive(url));
    const { access_token: token } = await client.redeem(await visit.consent(uid, [scope]));
    // Without a page; with one it would be asked in any case.
    const again = async () =>
      (await visit.browser.send(`${url}&prompt=none`)).headers.get('location') ?? '';
    return { own, client, visit, url, token, again };
  }
  const main = (id: EmailId, isPrimary: boolean) =>
    house.bff.db.update(emails).set({ isPrimary }).where(eq(emails.id, id)).run();
  const onlyAddressOf = (own: AccountId) =>
    house.bff.db.select().from(emails).where(eq(emails.accountId, own)).get()?.id as EmailId;

  test('one that is confirmed afterwards is not among all, and is asked about', async () => {
    const { own, client, visit, url, token, again } = await agreed(
      'all@example.test',
      'all_emails',
    );
    expect((await claimsOf(client, token))['all_emails']).toEqual(['all@example.test']);
    expect(await again()).toContain('code=');
    addAddress(house, own, 'added@example.test', house.bff.now());
    expect((await claimsOf(client, token))['all_emails']).toEqual(['all@example.test']);
    expect(await again()).toContain('error=consent_required');
    const uid = await visit.arrive(url);
    const next = await client.redeem(await visit.consent(uid, ['all_emails']));
    expect((await claimsOf(client, next.access_token))['all_emails']).toEqual([
      'all@example.test',
      'added@example.test',
    ]);
  });

  test('one that is confirmed between the question and the yes does not go along, and one that went away is refused', async () => {
    const { own, client, visit, url } = await agreed('between@example.test', 'all_emails');
    const first = onlyAddressOf(own);
    addAddress(house, own, 'meanwhile@example.test', house.bff.now());
    const uid = await visit.arrive(url);
    const yes = (allEmailIds?: readonly EmailId[]) =>
      visit.browser.post(`/interaction/${uid}/api/consent`, {
        claims: ['all_emails'],
        allEmailIds,
      });
    const gone = addAddress(house, own, 'gone@example.test', null);
    const neighbour = house.signUp('neighbour@example.test');
    const stranger = addAddress(house, neighbour, 'not-yours@example.test', Date.now());
    for (const id of [gone, stranger])
      expect(await (await yes([first, id])).json()).toMatchObject({ code: 'addresses_changed' });
    expect(await (await yes()).json()).toMatchObject({ code: 'release_not_accepted' });
    expect((await yes([])).status).toBe(400);
    const next = await client.redeem(await visit.goOn(await yes([first])));
    expect((await claimsOf(client, next.access_token))['all_emails']).toEqual([
      'between@example.test',
    ]);
  });

  test('one that went away between the yes and its answer is asked about again', async () => {
    const { own, visit, url } = await agreed('after-the-yes@example.test', 'email');
    const uid = await visit.arrive(url);
    const emailId = addAddress(house, own, 'short-lived@example.test', house.bff.now());
    const said = await visit.browser.post(`/interaction/${uid}/api/consent`, {
      claims: ['email'],
      emailId,
    });
    house.bff.db.delete(emails).where(eq(emails.id, emailId)).run();
    expect(await visit.goOn(said)).toContain('/interaction/');
  });

  test('another main address goes to nobody by itself', async () => {
    const { own, client, token, again } = await agreed('first@example.test', 'email');
    const first = onlyAddressOf(own);
    const next = addAddress(house, own, 'next-main@example.test', house.bff.now());
    main(first, false);
    main(next, true);
    expect((await claimsOf(client, token))['email']).toBe('first@example.test');
    expect(await again()).toContain('code=');
    house.bff.db.delete(emails).where(eq(emails.id, first)).run();
    expect(await claimsOf(client, token)).not.toHaveProperty('email');
    expect(await again()).toContain('error=consent_required');
  });

  test('a sign-in for less leaves them as they were', async () => {
    const { client, token, visit } = await agreed('less@example.test', 'all_emails');
    const uid = await visit.arrive(client.authorizationUrl('openid email'));
    await client.redeem(await visit.consent(uid, ['email']));
    expect((await claimsOf(client, token))['all_emails']).toEqual(['less@example.test']);
  });
});

describe('receipts', () => {
  test('name agencies, claims and instants, and no value (ZONE-1)', async () => {
    const { visit } = await redeemed(otherAddress);
    const answer = await visit.browser.send('/api/account/connections');
    const { connections } = (await answer.json()) as { connections: object[] };
    expect(connections).toEqual([
      {
        clientId: harbor.clientId,
        claims: ['given_name', 'email'],
        since: expect.any(String),
        lastAgreedAt: expect.any(String),
        stoodAt: null,
      },
    ]);
    for (const value of [other, person.given_name])
      expect(house.bytesAtRest().includes(value)).toBe(false);
  });
});

describe('an agency that asks for less and more by turns (AGENCY-2, AGENCY-40)', () => {
  async function alternating(address: string) {
    const client = await createClient(house, beacon);
    const visit = await createVisit(house, house.signUp(address));
    const urlOf = (scope: string) => client.authorizationUrl(`openid ${scope}`);
    const redeem = async (location: string) => {
      const { access_token: token } = await client.redeem(location);
      return Object.keys(await claimsOf(client, token));
    };
    const begin = async (scope: string) => redeem(await visit.share(urlOf(scope)));
    const comeBack = async (scope: string, withheld: readonly string[] = []) =>
      redeem(await visit.yes(await visit.arrive(urlOf(scope)), withheld));
    const receipt = async () => {
      const answer = await visit.browser.send('/api/account/connections');
      const { connections } = (await answer.json()) as { connections: { claims: string[] }[] };
      return connections[0]?.claims;
    };
    const silently = async (scope: string) =>
      (await visit.browser.send(`${urlOf(scope)}&prompt=none`)).headers.get('location') ?? '';
    return { visit, begin, comeBack, receipt, silently };
  }

  test('has one receipt of all that was agreed to, and in each token no more than this request asked and this answer gave', async () => {
    const { visit, begin, comeBack, receipt, silently } =
      await alternating('by-turns@example.test');
    expect(await begin('profile:name email')).toEqual(
      expect.arrayContaining(['given_name', 'email']),
    );
    const less = await comeBack('email');
    expect(less).toContain('email');
    expect(less).not.toContain('given_name');
    expect(await receipt()).toEqual(['given_name', 'email']);
    // The receipt answers nobody: without a page it is as it was.
    expect(await silently('email')).toContain('code=');
    expect(await silently('profile:name email')).toContain('error=consent_required');
    const stopped = await visit.browser.post('/api/account/connections/stop', {
      clientId: beacon.clientId,
    });
    expect(stopped.status).toBe(200);
    await comeBack('email');
    expect(await receipt()).toEqual(['email']);
  });

  test('has not what was asked again and refused', async () => {
    const { begin, comeBack, receipt } = await alternating('refuses@example.test');
    await begin('profile:name email');
    expect(await comeBack('profile:name email', ['given_name'])).not.toContain('given_name');
    expect(await receipt()).toEqual(['email']);
  });
});

describe('who stops sharing (AGENCY-41)', () => {
  const stop = (visit: Awaited<ReturnType<typeof createVisit>>, clientId = harbor.clientId) =>
    visit.browser.post('/api/account/connections/stop', { clientId });

  test('ends the tokens that the agency holds', async () => {
    const { client, visit, token } = await redeemed();
    expect((await client.rawUserinfo(token)).status).toBe(200);
    expect((await stop(visit)).status).toBe(200);
    expect((await client.rawUserinfo(token)).status).toBe(401);
    expect(house.recorded('consent.revoked')).toContainEqual({
      accountId,
      clientId: harbor.clientId,
    });
    const queued = house.bff.db.select().from(signals).all();
    expect(queued.map((row) => openSignal(house.bff, row)?.name)).toContain('consent-revoked');
    expect(agenciesToTell(house.bff.db, accountId)).not.toContain(harbor.clientId);
  });

  test('ends a release that the agency has not fetched yet', async () => {
    const { client, visit, location = '' } = await sharing();
    expect((await stop(visit)).status).toBe(200);
    await expect(client.redeem(location)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('takes back a yes whose answer the agency never had, which is not told of somebody it does not know', async () => {
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, house.signUp('never-fetched@example.test'));
    const uid = await visit.login(await visit.arrive(client.authorizationUrl('openid email')));
    const agreed = { claims: ['email'], ...(await visit.addresses(['email'])) };
    const said = await visit.browser.post(`/interaction/${uid}/api/consent`, agreed);
    const waiting = () => house.bff.db.select().from(signals).all().length;
    const before = waiting();
    expect((await stop(visit)).status).toBe(200);
    expect(waiting()).toBe(before);
    expect(await visit.goOn(said)).not.toContain('code=');
    // Where the agency had one, it is told.
    await client.redeem(await visit.share(client.authorizationUrl('openid email')));
    expect((await stop(visit)).status).toBe(200);
    expect(waiting()).toBe(before + 1);
  });

  test('is asked again, even where only the address is wanted and the sign-in stands', async () => {
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, accountId);
    const url = client.authorizationUrl('openid email');
    const uid = await visit.login(await visit.arrive(url));
    await client.redeem(await visit.consent(uid, ['email']));
    const silently = async () =>
      (await visit.browser.send(`${url}&prompt=none`)).headers.get('location');
    expect(await silently()).toContain('code=');
    expect((await stop(visit)).status).toBe(200);
    expect(await silently()).toContain('error=consent_required');
    const asked = await visit.browser.send(url);
    expect(asked.headers.get('location')).toContain('/interaction/');
  });

  test('stops nothing with an agency that nothing was shared with, nor anybody else’s', async () => {
    const { client, visit, token } = await redeemed();
    expect((await stop(visit, lantern.clientId)).status).toBe(404);
    const stranger = await createVisit(house, house.signUp('another@example.test'));
    expect((await stop(stranger)).status).toBe(404);
    expect((await client.rawUserinfo(token)).status).toBe(200);
  });
});

test('an agency reads what was trimmed from its own requests, and nothing about a person (AGENCY-43)', async () => {
  const client = await createClient(house, lantern);
  const visit = await createVisit(house, accountId);
  await visit.share(client.authorizationUrl('openid profile:name address'));
  const lines = agencyLog(house.bff, lantern.clientId, 0);
  expect(lines).toEqual([
    {
      at: expect.any(String),
      event: 'agency.request-trimmed',
      claims: 'family_name address',
      sender: 'anonymous',
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain(accountId);
  expect(agencyLog(house.bff, lantern.clientId, house.bff.now() + 1)).toEqual([]);
});
