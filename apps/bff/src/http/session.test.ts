import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountHeader } from '@signet/contracts/operation';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';

const minute = 60_000;
const hour = 60 * minute;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('who is signed in and signs in anew has twelve hours again; a sign-in’s own steps share theirs (AUTH-8)', async () => {
  const password = 'a quiet harbor before seven';
  const one = createCitizen(house, 'all-day@example.test');
  const { secret } = await one.signUp(password);
  const read = async () => {
    const { value } = await one.ask('readSession', {});
    if (value.stage !== 'signed-in') throw new Error(value.stage);
    return value;
  };
  const before = await read();
  for (let spent = 0; spent < 11 * hour; spent += 10 * minute) {
    house.wait(10 * minute);
    await one.ask('extendSession', {});
  }
  const began = house.bff.now();
  await one.provePassword(password);
  house.wait(5 * minute);
  await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  const after = await read();
  expect(Date.parse(after.absoluteEndsAt)).toBeGreaterThan(Date.parse(before.absoluteEndsAt));
  expect(Math.abs(Date.parse(after.absoluteEndsAt) - began - 12 * hour)).toBeLessThan(minute);
});

describe('a copy of the cookie gains nothing when its owner proves the secret again (AUTH-8)', () => {
  const password = 'a quiet harbor before seven';
  const challengeOf = ({ options }: { readonly options: object }) =>
    (options as { readonly challenge: string }).challenge;

  /** Nobody proved anything for a quarter of an hour; a thief has a copy of the cookie. */
  async function copied(email: string) {
    const owner = createCitizen(house, email);
    await owner.signUp(password);
    const passkey = createPasskey();
    const begun = await owner.ask('beginPasskey', {});
    const challenge = challengeOf(begun.value);
    const response = passkey.register({ challenge, origin: house.issuer }) as never;
    expect((await owner.ask('finishPasskey', { response })).status).toBe(200);
    for (let passed = 0; passed < 16; passed += 8) {
      house.wait(8 * minute);
      await owner.ask('extendSession', {});
    }
    const thief = createCitizen(house, email);
    thief.browser.keep(`__Host-signet=${owner.session()}; Path=/`);
    expect((await thief.ask('beginTotp', {})).problem.code).toBe('unlock_required');
    return { owner, passkey, thief };
  }

  const byPassword = async (owner: TestCitizen) => {
    await owner.unlock(password);
  };
  const byPasskey = async (owner: TestCitizen, passkey: ReturnType<typeof createPasskey>) => {
    const { value } = await owner.ask('beginPasskeyUnlock', {});
    const challenge = challengeOf(value);
    const response = passkey.use({ challenge, origin: house.issuer }) as never;
    expect((await owner.ask('finishPasskeyUnlock', { response })).status).toBe(200);
  };

  test.each([
    ['password', byPassword],
    ['passkey', byPasskey],
  ])('by the %s', async (by, unlock) => {
    const { owner, passkey, thief } = await copied(`copied-${by}@example.test`);
    await unlock(owner, passkey);
    expect((await owner.ask('beginTotp', {})).status).toBe(200);
    expect((await thief.ask('beginTotp', {})).problem.code).toBe('signed_out');
    // What was on its way in another tab is still answered, and nothing after that.
    expect((await thief.ask('readSession', {})).value.stage).toBe('signed-in');
    house.wait(10_000);
    expect((await thief.ask('readSession', {})).value.stage).toBe('none');
    expect((await owner.ask('readSession', {})).value.stage).toBe('signed-in');
  });

  const stageOf = async (one: TestCitizen) => (await one.ask('readSession', {})).value.stage;
  const back = (one: TestCitizen, token: string | undefined) =>
    one.browser.keep(`__Host-signet=${token}; Path=/`);
  const guarded = ['beginTotp', 'beginPasskey'] as const;

  test.each([
    ['password', byPassword],
    ['passkey', byPasskey],
  ])('nor while the answer to the %s is kept from its owner', async (by, unlock) => {
    const { owner, passkey, thief } = await copied(`kept-from-${by}@example.test`);
    const before = owner.session();
    const gained = async () => {
      expect(await stageOf(thief)).toBe('signed-in');
      for (const name of guarded)
        expect((await thief.ask(name, {})).problem.code).toBe('unlock_required');
      expect(thief.session()).toBe(before);
    };
    await unlock(owner, passkey);
    const first = owner.session();
    house.wait(minute);
    await gained();
    back(owner, before);
    await gained();
    // Whoever proves it again goes on, as if the first answer had never been.
    await unlock(owner, passkey);
    const second = owner.session();
    back(owner, first);
    expect(await stageOf(owner)).toBe('none');
    await gained();
    back(owner, second);
    expect((await owner.ask('beginTotp', {})).status).toBe(200);
    expect((await thief.ask('beginTotp', {})).problem.code).toBe('signed_out');
    expect((await thief.ask('beginPasskeyUnlock', {})).problem.code).toBe('signed_out');
    house.wait(10_000);
    expect(await stageOf(thief)).toBe('none');
    expect((await owner.ask('readSessions', {})).value.sessions).toHaveLength(1);
  });

  test('and whose answer was lost stays signed in, as before, until the session would end', async () => {
    const { owner } = await copied('answer-lost@example.test');
    const before = owner.session();
    await owner.unlock(password);
    back(owner, before);
    for (let passed = 0; passed < 40; passed += 10) {
      house.wait(10 * minute);
      expect((await owner.ask('extendSession', {})).status).toBe(200);
    }
    house.wait(16 * minute);
    expect(await stageOf(owner)).toBe('none');
  });

  test.each([
    ['was lost', 0],
    ['came in the meantime', 1],
    ['came long ago', 60_000],
  ])('a sign-out by the token before ends the session, whose next one %s', async (when, since) => {
    const { owner } = await copied(`out-${since}@example.test`);
    const before = owner.session();
    await owner.unlock(password);
    const after = owner.session();
    if (since > 0) expect(await stageOf(owner), when).toBe('signed-in');
    house.wait(since);
    back(owner, before);
    expect((await owner.ask('endSession', {})).status).toBe(200);
    expect(owner.session()).toBeUndefined();
    back(owner, after);
    expect(await stageOf(owner)).toBe('none');
  });

  test('and what was begun before goes on under the new token: an app whose code is still to come', async () => {
    const { owner } = await copied('goes-on@example.test');
    await owner.unlock(password);
    const begun = await owner.ask('beginTotp', {});
    await owner.unlock(password);
    const code = codeAt(begun.value.secret, house.bff.now());
    expect((await owner.ask('finishTotp', { code })).status).toBe(200);
    expect((await owner.ask('readSessions', {})).value.sessions).toHaveLength(1);
  });
});

test('the page of one account does nothing to another that was signed in to in its browser meanwhile (AUTH-8)', async () => {
  const password = 'a quiet harbor before seven';
  const { open } = await createCitizen(house, 'page-of-one@example.test').signUp(password);
  const other = createCitizen(house, 'other-account@example.test');
  const { open: others } = await other.signUp(password);
  const asPageOf = async (account: string, path: string, method: 'GET' | 'POST') => {
    const response = await other.browser.send(path, {
      method,
      headers: {
        origin: house.issuer,
        'content-type': 'application/json',
        [accountHeader]: account,
      },
      ...(method === 'POST' && { body: '{}' }),
    });
    return ((await response.json()) as { readonly code?: string }).code;
  };
  const asked = [
    ['/api/vault', 'GET'],
    ['/api/account/delete', 'POST'],
    ['/api/session/extend', 'POST'],
    ['/api/session/end', 'POST'],
  ] as const;
  const ends = async () => {
    const { value } = await other.ask('readSession', {});
    return value.stage === 'signed-in' ? value.idleEndsAt : value.stage;
  };
  const before = await ends();
  house.wait(minute);
  for (const [path, method] of asked)
    expect(await asPageOf(open.accountId, path, method)).toBe('another_account');
  expect(await ends()).toBe(before);
  // Who is signed in is told to every page.
  expect(await asPageOf(open.accountId, '/api/session', 'GET')).toBeUndefined();
  for (const [path, method] of asked)
    expect(await asPageOf(others.accountId, path, method)).not.toBe('another_account');
});
