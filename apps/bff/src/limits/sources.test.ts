import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fetch } from '../testing/browser.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { limitTable } from './limits.ts';

const minute = 60_000;
const hour = 60 * minute;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => {
  house.wait(25 * hour);
});

/** A browser somewhere behind the proxy that the house trusts. */
const behindProxy =
  (source: string): Fetch =>
  (url, init) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'x-forwarded-for': source },
    });

describe('what one network asks for is limited, and it is told until when (AUTH-4)', () => {
  test.each([
    ['reset-source', 'beginReset'],
    ['sign-up-source', 'beginSignUp'],
  ] as const)('%s', async (limit, operation) => {
    const { most, windowMs } = limitTable[limit];
    const from = (nth: number) => createCitizen(house, `${limit}-${nth}@example.test`);
    const ask = (nth: number) => from(nth).ask(operation, { email: from(nth).email });
    const first = house.bff.now();
    for (let nth = 0; nth < most; nth += 1) expect((await ask(nth)).status).toBe(200);
    const { status, problem } = await ask(most);
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    expect(Math.abs(Date.parse(problem.retryAt ?? '') - first - windowMs)).toBeLessThan(minute);
    expect(await house.lettersTo(from(most).email)).toEqual([]);
    // Whoever has heard nothing yet asks again.
    house.wait(windowMs);
    expect((await ask(most)).status).toBe(200);
    expect(await house.lettersTo(from(most).email)).toHaveLength(1);
  });

  test('passkey-source: who asks for a passkey names nobody, and no other network waits (AUTH-17)', async () => {
    const { most, windowMs } = limitTable['passkey-source'];
    const askFrom = (source: string) =>
      createCitizen({ ...house, fetch: behindProxy(source) }, 'whoever@example.test').ask(
        'beginPasskeyOnly',
        {},
      );
    const [loud, calm] = ['203.0.113.9', '203.0.113.10'] as const;
    const first = house.bff.now();
    for (let nth = 0; nth < most; nth += 1) expect((await askFrom(loud)).status).toBe(200);
    const { status, problem } = await askFrom(loud);
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    expect(Math.abs(Date.parse(problem.retryAt ?? '') - first - windowMs)).toBeLessThan(minute);
    expect((await askFrom(calm)).status).toBe(200);
    house.wait(windowMs);
    expect((await askFrom(loud)).status).toBe(200);
  });

  test.each([
    ['reset-mail', 'beginReset'],
    ['sign-up-mail', 'beginSignUp'],
  ] as const)(
    '%s: to one address so many letters go, and nobody is told (AUTH-2)',
    async (limit, operation) => {
      const one = createCitizen(house, `${limit}@example.test`);
      for (let times = 0; times <= limitTable[limit].most; times += 1) {
        const { status, value } = await one.ask(operation, { email: one.email });
        expect([status, value]).toEqual([200, {}]);
      }
      expect(await house.lettersTo(one.email)).toHaveLength(limitTable[limit].most);
    },
  );

  test('and strangers use up none of a reset’s from a browser that the owner used', async () => {
    const owner = createCitizen(house, 'forgetful@example.test');
    await owner.signUp('a quiet harbor before seven');
    const letters = async () =>
      (await house.lettersTo(owner.email)).filter(({ kind }) =>
        ['reset-begun', 'wait-running'].includes(kind),
      ).length;
    const { most } = limitTable['reset-mail'];
    const ask = (one: typeof owner) => one.ask('beginReset', { email: owner.email });
    for (let times = 0; times <= most; times += 1)
      expect((await ask(createCitizen(house, owner.email))).status).toBe(200);
    expect(await letters()).toBe(most);
    for (let times = 0; times <= most; times += 1) expect((await ask(owner)).status).toBe(200);
    expect(await letters()).toBe(2 * most);
  });
});
