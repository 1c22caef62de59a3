import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLetter } from '../mail/letters.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { limitTable } from '../limits/limits.ts';
import { codesRefused, countWrongCode } from './code-limits.ts';

const second = 'second@example.test';
let house: House;
let owner: TestCitizen;
let accountId: never;
beforeAll(async () => {
  house = await openHouse();
  owner = createCitizen(house, 'codes@example.test');
  const { stored } = await owner.signUp('a quiet harbor before seven');
  accountId = stored.accountId as never;
  await owner.unlock('a quiet harbor before seven');
  await owner.ask('addEmail', { email: second });
  const letter = (await house.lettersTo(second)).at(-1)?.link ?? '';
  await owner.ask('confirmAddress', { token: new URL(letter).hash.replace('#token=', '') });
});
afterAll(() => house.close());

const { most, windowMs } = limitTable['code-guesses'];

test.each([
  ['browsers that nobody knows', 'codes-off-elsewhere', (): string[] => []],
  [
    'a browser of theirs',
    'codes-off-in-browser',
    (): string[] => [owner.browser.cookie('__Host-signet-browser') ?? ''],
  ],
] as const)(
  'a hundred wrong codes in %s are told to the owner once, with until when (AUTH-4)',
  async (_where, kind, device) => {
    const { bff } = house;
    const from = { device: device() };
    const told = async (to: string) =>
      (await house.lettersTo(to)).filter((letter) => letter.kind === kind);
    const wrong = () =>
      bff.db.transaction((tx) => {
        if (codesRefused(bff, tx, accountId, from) !== undefined) return;
        countWrongCode(bff, tx, accountId, 'totp', from);
      });
    const enter = (times: number) => {
      for (let nth = 0; nth < times; nth += 1) {
        if (nth % limitTable['second-factor'].most === 0) house.wait(11 * 60_000);
        wrong();
      }
    };
    house.wait(11 * 60_000);
    const first = bff.now() + 11 * 60_000;
    enter(most - 1);
    expect(await told(owner.email)).toEqual([]);
    enter(20);
    const [letter, ...more] = await told(owner.email);
    expect(more).toEqual([]);
    expect(await told(second)).toEqual([letter]);
    const until = letter?.until ?? 0;
    expect(until).toBeGreaterThanOrEqual(first + windowMs);
    expect(until).toBeLessThan(first + windowMs + 60_000);
    const { text } = writeLetter({ kind, link: '', until }, 'en');
    expect(text).toContain(
      `until ${new Date(until).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })}`,
    );
    expect(text).toContain('passkey');
  },
);
