import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SealedPhotograph } from '@signet/contracts/hand-off';
import type { AccountId } from '@signet/contracts/ids';
import { handOffs } from '../db/schema.ts';
import { handOffPhotographs } from './schema.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { limitTable } from '../limits/limits.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const sealed = (what: string) => `${what}.a.b.c.d` as SealedPhotograph;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let count = 0;
let accountId: AccountId;
let computer: TestCitizen;
let phone: TestCitizen;
let link: string;
beforeEach(async () => {
  house.wait(7 * 60 * minute);
  sweepExpired(house.bff);
  count += 1;
  computer = createCitizen(house, `computer-${count}@example.test`);
  accountId = house.signUp(computer.email, null);
  computer.browser.keep(house.signIn(accountId));
  await computer.ask('startProofing', {});
  phone = createCitizen(house, 'nobody@example.test');
  link = newLink();
});

const newLink = () => randomBytes(32).toString('base64url');
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const begin = async () => (await computer.ask('beginHandOff', { linkHash: hashOf(link) })).value;
const redeem = (by = phone, what = link) => by.ask('redeemHandOff', { link: what });
const sendFrom = (by: TestCitizen, side: 'front' | 'back', what: string) =>
  by.ask('sendHandOffPhotograph', { side, photograph: sealed(what) });
const seen = async (by = computer) => (await by.ask('readHandOff', {})).value.handOff;
const rows = () => ({
  handOffs: house.bff.db.select().from(handOffs).all().length,
  photographs: house.bff.db.select().from(handOffPhotographs).all().length,
});

test('two photographs reach the computer, which sees each step, and nothing stays behind (PROOF-13)', async () => {
  const { id, expiresAt } = await begin();
  expect(Date.parse(expiresAt) - house.bff.now()).toBeGreaterThan(14 * minute);
  expect(await seen()).toMatchObject({ id, state: 'waiting', sides: [] });
  expect((await redeem()).value).toEqual({ id, agencyClientId: null, expiresAt });
  expect(await seen()).toMatchObject({ state: 'connected', sides: [] });
  await sendFrom(phone, 'front', 'front');
  expect(await seen()).toMatchObject({ state: 'connected', sides: ['front'] });
  expect((await computer.ask('readHandOffPhotographs', {})).problem.code).toBe('link_expired');
  await sendFrom(phone, 'back', 'back');
  expect(await seen()).toMatchObject({ state: 'complete' });
  expect((await computer.ask('readHandOffPhotographs', {})).value).toEqual({
    id,
    front: sealed('front'),
    back: sealed('back'),
  });
  await computer.ask('endHandOff', {});
  expect(await seen()).toBeNull();
  expect(rows()).toEqual({ handOffs: 0, photographs: 0 });
  expect((await sendFrom(phone, 'front', 'front')).problem.code).toBe('link_expired');
  const events = ['begun', 'connected', 'completed'] as const;
  for (const event of events)
    expect(house.recorded(`hand-off.${event}`).at(-1), event).toMatchObject({ accountId });
});

describe('a link by text message: the two agree on a secret, and the bff carries public keys (PROOF-13)', () => {
  const newKey = () => Buffer.concat([Buffer.of(4), randomBytes(64)]).toString('base64url');
  const show = (key: string) => computer.ask('showHandOffKey', { key });
  const read = async () => (await phone.ask('readHandOffKey', {})).value.computerKey;

  test('the phone’s key first, then the computer’s, each once', async () => {
    const [ofPhone, ofComputer] = [newKey(), newKey()];
    await begin();
    expect((await seen())?.phoneKey).toBeNull();
    expect((await show(ofComputer)).problem.code).toBe('wrong_step');
    expect((await phone.ask('redeemHandOff', { link, phoneKey: ofPhone })).status).toBe(200);
    expect((await seen())?.phoneKey).toBe(ofPhone);
    expect(await read()).toBeNull();
    expect((await show(ofComputer)).status).toBe(200);
    expect(await read()).toBe(ofComputer);
    // The answer to the first may have been lost.
    expect((await show(ofComputer)).status).toBe(200);
    expect((await show(newKey())).problem.code).toBe('wrong_step');
    expect(await read()).toBe(ofComputer);
  });

  test('a phone that scanned the code has no key, and gets none', async () => {
    await begin();
    await redeem();
    expect((await show(newKey())).problem.code).toBe('wrong_step');
    expect(await read()).toBeNull();
  });

  test('the keys are nobody else’s to read or to show, and end with the hand-off', async () => {
    await begin();
    await phone.ask('redeemHandOff', { link, phoneKey: newKey() });
    const other = createCitizen(house, 'somebody@example.test');
    expect((await other.ask('readHandOffKey', {})).problem.code).toBe('link_expired');
    other.browser.keep(house.signIn(accountId));
    expect((await other.ask('showHandOffKey', { key: newKey() })).problem.code).toBe(
      'link_expired',
    );
    await phone.ask('stopHandOff', {});
    expect((await show(newKey())).problem.code).toBe('link_expired');
    expect((await phone.ask('readHandOffKey', {})).problem.code).toBe('link_expired');
  });

  test.each(['', 'A'.repeat(87), 'B'.repeat(86)])('“%s” is no key', async (phoneKey) => {
    await begin();
    expect((await phone.ask('redeemHandOff', { link, phoneKey })).status).toBe(400);
    expect((await redeem()).status).toBe(200);
  });
});

describe('the link (PROOF-13)', () => {
  test('works once, whoever comes first; the second learns nothing', async () => {
    await begin();
    expect((await redeem()).status).toBe(200);
    const other = createCitizen(house, 'thief@example.test');
    expect((await redeem(other)).problem.code).toBe('link_expired');
    expect((await sendFrom(other, 'front', 'forged')).problem.code).toBe('link_expired');
  });

  test('taken by twenty at once is taken by one', async () => {
    await begin();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => redeem(createCitizen(house, 'x@example.test'))),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('lives fifteen minutes, and so does the phone that took it', async () => {
    await begin();
    await redeem();
    house.wait(15 * minute - 5_000);
    expect((await sendFrom(phone, 'front', 'front')).status).toBe(200);
    house.wait(5_000);
    expect((await sendFrom(phone, 'back', 'back')).problem.code).toBe('link_expired');
    link = newLink();
    computer.browser.keep(house.signIn(accountId));
    await begin();
    house.wait(15 * minute);
    expect((await redeem()).problem.code).toBe('link_expired');
    sweepExpired(house.bff);
    expect(rows()).toEqual({ handOffs: 0, photographs: 0 });
  });

  test('is void when the computer shows another one, ends this one, or signs out', async () => {
    await begin();
    const first = link;
    link = newLink();
    await begin();
    expect((await redeem(phone, first)).problem.code).toBe('link_expired');
    await computer.ask('endHandOff', {});
    expect((await redeem()).problem.code).toBe('link_expired');
    link = newLink();
    await begin();
    await computer.ask('endSession', {});
    expect((await redeem()).problem.code).toBe('link_expired');
  });

  test('that somebody begun already is nobody else’s to begin', async () => {
    await begin();
    const other = createCitizen(house, 'other@example.test');
    other.browser.keep(house.signIn(house.signUp(`other-${count}@example.test`, null)));
    await other.ask('startProofing', {});
    const { problem } = await other.ask('beginHandOff', { linkHash: hashOf(link) });
    expect(problem.code).toBe('wrong_step');
    expect((await redeem()).status).toBe(200);
    expect(await seen()).toMatchObject({ state: 'connected' });
  });

  test('is kept as a hash', async () => {
    await begin();
    const kept = JSON.stringify(house.bff.db.select().from(handOffs).all());
    expect(kept).not.toContain(link);
    expect(kept).toContain(hashOf(link));
  });
});

describe('a photograph (PROOF-13)', () => {
  test('may come twice and not in another’s place', async () => {
    await begin();
    await redeem();
    await sendFrom(phone, 'front', 'front');
    expect((await sendFrom(phone, 'front', 'front')).status).toBe(200);
    expect((await sendFrom(phone, 'front', 'swapped')).problem.code).toBe('wrong_step');
    await sendFrom(phone, 'back', 'back');
    expect((await computer.ask('readHandOffPhotographs', {})).value.front).toBe(sealed('front'));
  });

  test('is for the session that asked: not for another one, of this account or of another', async () => {
    await begin();
    await redeem();
    await sendFrom(phone, 'front', 'front');
    await sendFrom(phone, 'back', 'back');
    const stranger = createCitizen(house, 'stranger@example.test');
    stranger.browser.keep(house.signIn(house.signUp(`stranger-${count}@example.test`, null)));
    const elsewhere = createCitizen(house, computer.email);
    elsewhere.browser.keep(house.signIn(accountId));
    for (const other of [stranger, elsewhere]) {
      expect(await seen(other)).toBeNull();
      expect((await other.ask('readHandOffPhotographs', {})).problem.code).toBe('link_expired');
      await other.ask('endHandOff', {});
    }
    expect(await seen()).toMatchObject({ state: 'complete' });
  });
});

test('the phone is not signed in, and what it got opens nothing else (PROOF-13)', async () => {
  await begin();
  await redeem();
  expect(phone.browser.cookieNames()).toEqual(['__Host-signet-phone']);
  expect((await phone.ask('readSession', {})).value).toEqual({ stage: 'none' });
  for (const name of [
    'readVault',
    'readProofing',
    'readHandOff',
    'readHandOffPhotographs',
  ] as const)
    expect((await phone.ask(name, {})).problem.code, name).toBe('signed_out');
  const { problem } = await phone.ask('submitStep', {
    step: 'examine-document',
    request: sealed('x'),
  });
  expect(problem.code).toBe('signed_out');
});

test('a signed-in computer is no phone', async () => {
  await begin();
  expect((await sendFrom(computer, 'front', 'front')).problem.code).toBe('link_expired');
});

test('whoever says no at the phone ends it, and the computer is told (PROOF-13)', async () => {
  const { id } = await begin();
  await redeem();
  await sendFrom(phone, 'front', 'front');
  const kept = () =>
    house.bff.db
      .select()
      .from(handOffPhotographs)
      .where(eq(handOffPhotographs.handOffId, id))
      .all();
  expect(kept()).toHaveLength(1);
  await phone.ask('stopHandOff', {});
  expect(await seen()).toMatchObject({ state: 'stopped', sides: [] });
  expect(kept()).toEqual([]);
  expect((await sendFrom(phone, 'front', 'front')).problem.code).toBe('link_expired');
  expect(house.recorded('hand-off.stopped').at(-1)).toMatchObject({ accountId });
});

test('looking whether it has come does not keep the session alive (AUTH-8)', async () => {
  await begin();
  house.wait(14 * minute);
  await seen();
  house.wait(2 * minute);
  expect((await computer.ask('readHandOff', {})).problem.code).toBe('signed_out');
});

test('there are so many in six hours, and links that lead nowhere are counted (AUTH-4)', async () => {
  for (let used = 0; used < limitTable['hand-off'].most; used += 1) {
    link = newLink();
    expect((await begin()).state).toBe('waiting');
  }
  link = newLink();
  const { problem } = await computer.ask('beginHandOff', { linkHash: hashOf(link) });
  expect(problem.code).toBe('too_many_attempts');
  for (let tries = 0; tries < limitTable['hand-off-source'].most; tries += 1)
    expect((await redeem(phone, newLink())).problem.code).toBe('link_expired');
  expect((await redeem(phone, newLink())).problem.code).toBe('too_many_attempts');
});

test('a large body is read from a phone with a link only (WEB-3)', async () => {
  const body = { side: 'front', photograph: sealed('A'.repeat(8_000_000)) };
  const response = await phone.browser.post('/api/hand-off/photograph', body);
  expect(response.status).toBe(410);
  await begin();
  await redeem();
  expect((await phone.browser.post('/api/hand-off/photograph', body)).status).toBe(200);
  const larger = { side: 'back', photograph: sealed('A'.repeat(9_200_000)) };
  expect((await phone.browser.post('/api/hand-off/photograph', larger)).status).toBe(413);
});
