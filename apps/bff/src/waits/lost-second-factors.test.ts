import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { secondFactorLimits } from '@signet/contracts/second-factors';
import { makeNewKey } from '../testing/change-password.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const hour = 60 * minute;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
let secret: string;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(25 * hour);
  owner = createCitizen(house, `lost-${(count += 1)}@example.test`);
  ({ secret } = await owner.signUp(password));
});

const someone = () => createCitizen(house, owner.email);
const kinds = () => house.kindsTo(owner.email);
const stageOf = async (one: TestCitizen) => (await one.ask('readSession', {})).value.stage;
const listed = async (one: TestCitizen) =>
  (await one.ask('readSecondFactors', {})).value.secondFactors.map(({ kind }) => kind);

/** The owner at another browser, who waited a day, opened the link and gave the password. */
async function mayChoose(): Promise<TestCitizen> {
  const one = someone();
  await one.provePassword(password);
  await one.ask('beginNewSecondFactor', {});
  house.wait(24 * hour);
  const confirmation = { token: await house.tokenTo(owner.email, 'new-second-factor-ready') };
  expect((await one.ask('confirmNewSecondFactor', confirmation)).status).toBe(200);
  expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
  return one;
}

test('who stops a reset stops nobody else’s, nor their own wait for another second factor (AUTH-21)', async () => {
  const other = createCitizen(house, `stays-${count}@example.test`);
  await other.signUp(password);
  for (const { email } of [owner, other])
    await createCitizen(house, email).ask('beginReset', { email });
  const waiting = someone();
  await waiting.provePassword(password);
  await waiting.ask('beginNewSecondFactor', {});
  const stop = { token: await house.tokenTo(owner.email, 'reset-begun') };
  expect((await someone().ask('stopWait', stop)).status).toBe(200);
  house.wait(24 * hour);
  const theirs = { token: await house.tokenTo(other.email, 'reset-ready') };
  expect((await other.ask('redeemReset', theirs)).status).toBe(200);
  const own = { token: await house.tokenTo(owner.email, 'new-second-factor-ready') };
  expect((await waiting.ask('confirmNewSecondFactor', own)).status).toBe(200);
  expect(await kinds()).not.toContain('reset-ready');
});

describe('second factors that were lost stay until there is another (AUTH-21)', () => {
  test('so that the password alone opens nothing anywhere else meanwhile (AUTH-5)', async () => {
    const one = await mayChoose();
    const thief = someone();
    for (const attempt of [thief, owner]) {
      expect((await attempt.provePassword(password)).ke3?.value.secondFactors).toEqual(['totp']);
      expect(await stageOf(attempt)).toBe('first-factor');
      expect((await attempt.ask('beginTotp', {})).problem.code).toBe('second_factor_required');
    }
    expect(await kinds()).not.toContain('second-factors-taken-off');
    await one.addTotp();
    expect(await stageOf(one)).toBe('signed-in');
    expect(await listed(one)).toEqual(['totp']);
    expect(await kinds()).toContain('second-factors-taken-off');
    house.wait(30_000);
    await thief.provePassword(password);
    const old = await thief.giveCode(secret);
    expect(old.problem.code).toBe('wrong_code');
  });

  test('and whoever reads the mail still waits twice', async () => {
    const reader = someone();
    await reader.ask('beginReset', { email: owner.email });
    await mayChoose();
    const reset = { token: await house.tokenTo(owner.email, 'reset-ready') };
    expect((await reader.ask('redeemReset', reset)).value.secondFactors).toEqual(['totp']);
    expect(await stageOf(reader)).toBe('first-factor');
  });

  test('also when the page was closed in between: the password leads back to choosing, in that browser', async () => {
    const one = await mayChoose();
    house.wait(hour);
    expect(await stageOf(one)).toBe('none');
    expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
    expect(await stageOf(one)).toBe('enrolling');
    await one.addTotp();
    expect(await stageOf(one)).toBe('signed-in');
  });

  test('for as long as the wait is open', async () => {
    const one = await mayChoose();
    house.wait(48 * hour);
    expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual(['totp']);
  });

  test('and who still chooses when it is over begins again', async () => {
    const one = await mayChoose();
    const left = 48 * hour - 11 * minute;
    house.wait(left);
    expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
    house.wait(11 * minute);
    expect((await one.ask('beginTotp', {})).problem.code).toBe('second_factor_required');
    expect(await stageOf(one)).toBe('none');
  });

  test.each(['the link in the first letter', 'a second factor that was found'])(
    'and for good, when it is stopped by %s before another one was chosen',
    async (by) => {
      const one = await mayChoose();
      const begun = (await one.ask('beginTotp', {})).value;
      if (by === 'the link in the first letter')
        await someone().ask('stopWait', {
          token: await house.tokenTo(owner.email, 'new-second-factor-begun'),
        });
      else {
        await owner.provePassword(password);
        await owner.giveCode(secret);
      }
      const finished = await one.ask('finishTotp', { code: codeAt(begun.secret, house.bff.now()) });
      expect(finished.status).toBeGreaterThanOrEqual(400);
      // Nothing can be done there any more: every page would lead back to the choice.
      expect(await stageOf(one)).toBe('none');
      expect((await one.ask('makeBackupCodes', {})).problem.code).toBe('signed_out');
      expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual(['totp']);
      expect(await kinds()).not.toContain('second-factors-taken-off');
    },
  );

  test('and a recovery key that the owner made meanwhile keeps its time and its check: nothing was reset (AUTH-24)', async () => {
    const one = someone();
    await one.provePassword(password);
    await one.ask('beginNewSecondFactor', {});
    house.wait(minute);
    await makeNewKey(owner, await owner.unlock(password));
    house.wait(minute);
    expect((await owner.ask('noteRecoveryKeyChecked', {})).status).toBe(200);
    const before = (await owner.ask('readRecovery', {})).value;
    house.wait(24 * hour);
    const confirmation = { token: await house.tokenTo(owner.email, 'new-second-factor-ready') };
    expect((await one.ask('confirmNewSecondFactor', confirmation)).status).toBe(200);
    await one.provePassword(password);
    await one.addTotp();
    expect((await one.ask('readRecovery', {})).value).toEqual(before);
  });

  test('and do not count against the number of them (AUTH-15)', async () => {
    await owner.unlock(password);
    for (let more = 1; more < secondFactorLimits.totp; more += 1) await owner.addTotp();
    expect(await listed(owner)).toHaveLength(secondFactorLimits.totp);
    const one = await mayChoose();
    await one.addTotp();
    expect(await listed(one)).toEqual(['totp']);
  });

  test('also through a reset, when everything was lost: only the browser that waited twice chooses another one', async () => {
    const one = someone();
    await one.ask('beginReset', { email: owner.email });
    house.wait(24 * hour);
    const reset = { token: await house.tokenTo(owner.email, 'reset-ready') };
    await one.ask('redeemReset', reset);
    await one.ask('beginNewSecondFactor', {});
    house.wait(24 * hour);
    const stop = { token: await house.tokenTo(owner.email, 'everything-lost-begun') };
    const confirmation = { token: await house.tokenTo(owner.email, 'everything-lost-ready') };
    await one.ask('confirmNewSecondFactor', confirmation);
    expect((await one.ask('redeemReset', reset)).value.secondFactors).toEqual([]);
    const { finish } = await one.prepareReplacement(another);
    expect((await one.ask('finishReplacement', finish)).status).toBe(200);
    expect((await someone().provePassword(another)).ke3?.value.secondFactors).toEqual(['totp']);
    // The page was closed here, too.
    expect((await one.provePassword(another)).ke3?.value.secondFactors).toEqual([]);
    await one.addTotp();
    expect(await stageOf(one)).toBe('signed-in');
    expect(await listed(one)).toEqual(['totp']);
    expect((await someone().ask('stopWait', stop)).problem.code).toBe('link_expired');
  });
});
