import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sweepExpired } from '../db/sweep-expired.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

let house: House;
let strict: TestAgency;
beforeAll(async () => {
  strict = await testAgency('strict', { claims: ['email'], entry: { profile: 'fapi2' } });
  house = await openHouse([strict]);
});
afterAll(() => house.close());

test('a proof that two processes saw for the first time opens userinfo once (AGENCY-32)', async () => {
  const raw = createRawAgency(house, strict);
  const own = await generateKeyPair('ES256');
  const visit = await createVisit(house, house.signUp('once@example.test'));
  const location = await visit.share(await raw.pushed({ scope: 'openid email' }));
  const code = new URL(location).searchParams.get('code') ?? '';
  const redeemed = await raw.redeem(code, {}, { dpop: await raw.dpop(own) });
  const { access_token: token } = (await redeemed.json()) as { access_token: string };
  const place = { htm: 'GET', htu: raw.endpoint('userinfo') };
  const dpop = await raw.dpop(own, place, {}, token);

  // As with two processes on one database: each looks before the other wrote.
  const look = vi.spyOn(house.provider.engine.ReplayDetection, 'find').mockResolvedValue(undefined);
  const ask = () => raw.userinfo({ authorization: `DPoP ${token}`, dpop });
  const [first, second] = [await ask(), await ask()];
  expect([look.mock.calls.length, first.status, second.status]).toEqual([2, 200, 401]);
  expect(await second.json()).toMatchObject({ error: 'invalid_token' });
  look.mockRestore();
});

test.each([
  ['of now', 0],
  ['dated as far ahead as it may be', 59],
])(
  'a proof %s opens userinfo once, as long as anybody looks at its date (AGENCY-32, RFC 9449 §11.1)',
  async (_which, ahead) => {
    const raw = createRawAgency(house, strict);
    const own = await generateKeyPair('ES256');
    const visit = await createVisit(house, house.signUp(`ahead-${ahead}@example.test`));
    const location = await visit.share(await raw.pushed({ scope: 'openid email' }));
    const code = new URL(location).searchParams.get('code') ?? '';
    const redeemed = await raw.redeem(code, {}, { dpop: await raw.dpop(own) });
    const { access_token: token } = (await redeemed.json()) as { access_token: string };
    const began = Date.now();
    const iat = Math.floor(began / 1_000) + ahead;
    const place = { htm: 'GET', htu: raw.endpoint('userinfo') };
    const dpop = await raw.dpop(own, { ...place, iat }, {}, token);
    const statuses: number[] = [];
    for (const seconds of [0, 299, 300, 330, 359]) {
      vi.useFakeTimers({ toFake: ['Date'], now: began + seconds * 1_000 });
      sweepExpired(house.bff);
      const answer = await raw.userinfo({ authorization: `DPoP ${token}`, dpop });
      statuses.push(answer.status);
    }
    vi.useRealTimers();
    expect(statuses).toEqual([200, 401, 401, 401, 401]);
  },
);

test('an assertion may end within a second, and counts once all the same (RFC 7519 §2, AGENCY-32)', async () => {
  const raw = createRawAgency(house, strict);
  const assertion = await raw.assertion({ exp: Math.floor(Date.now() / 1_000) + 60.123_456 });
  const push = async () => (await raw.push({ client_assertion: assertion })).status;
  expect([await push(), await push()]).toEqual([201, 401]);
});
