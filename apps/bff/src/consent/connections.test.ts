import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId, EmailId } from '@signet/contracts/ids';
import { agencyLog } from '../agencies/agency-log.ts';
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
let accountId: AccountId;
let otherAddress: EmailId;

beforeAll(async () => {
  harbor = {
    ...(await testAgency('harbor', { claims: ['email', 'given_name'] })),
    signals: { delivery: 'poll' },
  };
  lantern = await testAgency('lantern', { claims: ['given_name'] });
  house = await openHouse([harbor, lantern]);
  accountId = house.signUp(email);
  otherAddress = addAddress(house, accountId, other, Date.now());
});
afterAll(() => house.close());

/** Shares with harbor, and answers what the agency and the person hold afterwards. */
async function sharing(emailId?: EmailId) {
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
    ...(emailId === undefined ? {} : { emailId }),
  });
  if (!answer.ok) return { client, visit, status: answer.status };
  const location = appendKey(await visit.goOn(answer), sealed.releaseKey ?? '');
  return { client, visit, status: answer.status, location };
}

async function redeemed(emailId?: EmailId) {
  const { client, visit, location = '' } = await sharing(emailId);
  const tokens = await client.redeem(location);
  return { client, visit, token: tokens.access_token };
}

const claimsOf = async (client: Awaited<ReturnType<typeof createClient>>, token: string) =>
  (await (await client.rawUserinfo(token)).json()) as Record<string, unknown>;

describe('which address an agency gets', () => {
  test('is the main one where none was chosen, else the chosen one', async () => {
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
    expect((await sharing(theirs)).status).toBe(422);
    expect((await sharing(unconfirmed)).status).toBe(422);
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
      },
    ]);
    for (const value of [other, person.given_name])
      expect(house.bytesAtRest().includes(value)).toBe(false);
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

  test('is asked again, even where only the address is wanted and the sign-in stands', async () => {
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, accountId);
    const url = client.authorizationUrl('openid email');
    const uid = await visit.login(await visit.arrive(url));
    await client.redeem(await visit.consent(uid, ['email']));
    const silent = await visit.browser.send(url);
    expect(silent.headers.get('location')).toContain('code=');
    expect((await stop(visit)).status).toBe(200);
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
    { at: expect.any(String), event: 'agency.request-trimmed', claims: 'family_name address' },
  ]);
  expect(JSON.stringify(lines)).not.toContain(accountId);
  expect(agencyLog(house.bff, lantern.clientId, house.bff.now() + 1)).toEqual([]);
});
