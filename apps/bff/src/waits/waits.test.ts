import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openVault, type RecoveryKey, type StoredVault } from '@signet/vault';
import { sweepExpired } from '../db/sweep-expired.ts';
import { codeAt, createCitizen, recoveryDigest, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { listeningAgency, type Told } from '../testing/listening-agency.ts';

const minute = 60_000;
const hour = 60 * minute;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
let secret: string;
let recoveryKey: RecoveryKey;
let stored: StoredVault;
let count = 0;
let told: Told;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(25 * hour);
  owner = createCitizen(house, `waits-${(count += 1)}@example.test`);
  ({ secret, recoveryKey, stored } = await owner.signUp(password));
  told = await listeningAgency(house, stored.accountId);
});

const someone = () => createCitizen(house, owner.email);
const kinds = () => house.kindsTo(owner.email);
const stageOf = async (one: TestCitizen) => (await one.ask('readSession', {})).value.stage;
const code = () => codeAt(secret, house.bff.now());

async function afterTheDay(begin: (one: TestCitizen) => Promise<unknown>): Promise<TestCitizen> {
  const one = someone();
  await begin(one);
  house.wait(24 * hour);
  return one;
}
const beginReset = (one: TestCitizen) => one.ask('beginReset', { email: owner.email });
async function beginNewSecondFactor(one: TestCitizen) {
  await one.provePassword(password);
  return one.ask('beginNewSecondFactor', {});
}

/** Chooses another password and makes an empty vault, as the page does. */
async function replace(one: TestCitizen) {
  const { finish } = await one.prepareReplacement(another);
  return one.ask('finishReplacement', finish);
}

describe('a reset when password and recovery key are lost (AUTH-21)', () => {
  test('takes a day, a link and the second factor, destroys the vault, and agencies are told (AGENCY-11)', async () => {
    const one = someone();
    await beginReset(one);
    expect(await kinds()).toContain('reset-begun');
    house.wait(24 * hour - minute);
    expect(await kinds()).not.toContain('reset-ready');
    const first = await house.tokenTo(owner.email, 'reset-begun');
    expect((await one.ask('redeemReset', { token: first })).problem.code).toBe('link_expired');
    house.wait(minute);

    const token = await house.tokenTo(owner.email, 'reset-ready');
    expect(told()).toEqual([]);
    expect((await one.ask('redeemReset', { token })).value.secondFactors).toEqual(['totp']);
    expect((await one.ask('readVault', {})).problem.code).toBe('second_factor_required');
    expect(told()).toEqual([]);
    await one.ask('submitTotp', { code: code() });
    expect(told()).toEqual(['recovery-activated']);
    expect(await stageOf(one)).toBe('resetting');
    expect((await one.ask('readVault', {})).problem.code).toBe('signed_out');
    expect((await replace(one)).status).toBe(200);
    expect(told()).toEqual(['password-reset']);
    expect(await stageOf(one)).toBe('signed-in');

    const vault = (await one.ask('readVault', {})).value.vault as StoredVault;
    const oldKey = { kind: 'recovery-key', key: recoveryKey } as const;
    const opened = await openVault({ stored: vault, accountId: vault.accountId, secret: oldKey });
    expect(opened).toMatchObject({ ok: false });
    for (const { sealed } of [...stored.slots, ...stored.records])
      expect(house.bytesAtRest().includes(sealed)).toBe(false);
    expect((await someone().provePassword(password)).ke3?.status).toBe(401);
    expect((await someone().provePassword(another)).ke3?.status).toBe(200);
    expect(await kinds()).toContain('vault-replaced');
    expect((await someone().ask('redeemReset', { token })).problem.code).toBe('link_expired');
  });

  test('makes every browser a stranger but the one that made the new vault, which the owner is told of, and ends what else was waited for (AUTH-22)', async () => {
    house.wait(minute);
    const before = someone();
    await before.provePassword(password);
    await before.ask('submitTotp', { code: code() });
    await beginNewSecondFactor(someone());
    const one = await afterTheDay(beginReset);
    const confirmation = { token: await house.tokenTo(owner.email, 'new-second-factor-ready') };
    const waiting = someone();
    await waiting.ask('confirmNewSecondFactor', confirmation);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await one.ask('submitTotp', { code: code() });
    const told = async () => (await kinds()).filter((kind) => kind === 'new-device').length;
    const toldBefore = await told();
    expect((await replace(one)).status).toBe(200);
    expect(await told()).toBe(toldBefore + 1);
    expect((await waiting.provePassword(another)).ke3?.value.secondFactors).toEqual(['totp']);
    expect(await kinds()).toContain('wait-stopped');
    for (const { browser, news } of [
      { browser: one, news: 0 },
      { browser: before, news: 1 },
      { browser: owner, news: 1 },
    ]) {
      const earlier = await told();
      house.wait(11 * minute);
      await browser.provePassword(another);
      expect((await browser.ask('submitTotp', { code: code() })).status).toBe(200);
      expect(await told()).toBe(earlier + news);
    }
  });

  test('refuses a sign-in that was begun with the old password', async () => {
    const one = await afterTheDay(beginReset);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await one.ask('submitTotp', { code: code() });
    const begun = await someone().beginToProve(password);
    expect(begun.ke2.status).toBe(200);
    expect((await replace(one)).status).toBe(200);
    expect((await begun.finish?.())?.ke3.status).toBe(401);
  });

  test('that was asked for again goes on from the first time', async () => {
    const one = someone();
    await beginReset(one);
    house.wait(12 * hour);
    await beginReset(one);
    house.wait(12 * hour);
    expect(await kinds()).toContain('reset-ready');
    expect((await kinds()).filter((kind) => kind === 'reset-begun')).toHaveLength(1);
  });

  test('is open for two days', async () => {
    const one = await afterTheDay(beginReset);
    const token = await house.tokenTo(owner.email, 'reset-ready');
    house.wait(48 * hour - minute);
    expect((await one.ask('redeemReset', { token })).status).toBe(200);
    house.wait(minute);
    expect((await someone().ask('redeemReset', { token })).problem.code).toBe('link_expired');
  });

  test('is stopped by the link in the first letter, also when it was begun to be used', async () => {
    const one = await afterTheDay(beginReset);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await one.ask('submitTotp', { code: code() });
    const stop = { token: await house.tokenTo(owner.email, 'reset-begun') };
    expect((await someone().ask('stopWait', stop)).status).toBe(200);
    expect((await replace(one)).problem.code).toBe('link_expired');
    expect((await someone().provePassword(password)).ke3?.status).toBe(200);
    expect((await someone().ask('stopWait', stop)).problem.code).toBe('link_expired');
    expect(await kinds()).toContain('wait-stopped');
  });

  test('is stopped by signing in with both factors', async () => {
    await beginReset(someone());
    house.wait(minute);
    const found = someone();
    await found.provePassword(password);
    await found.ask('submitTotp', { code: code() });
    house.wait(24 * hour);
    expect(await kinds()).toContain('wait-stopped');
    expect(await kinds()).not.toContain('reset-ready');
  });

  test('is no way in: its session neither unlocks nor changes anything else', async () => {
    const one = await afterTheDay(beginReset);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await one.ask('submitTotp', { code: code() });
    for (const operation of ['readVault', 'readEmails', 'readSecondFactors', 'beginTotp'] as const)
      expect((await one.ask(operation, {})).problem.code).toBe('signed_out');
  });

  test('of an address without an account is answered alike, and told by mail alone', async () => {
    const nobody = createCitizen(house, `nobody-${count}@example.test`);
    const known = await beginReset(someone());
    const unknown = await nobody.ask('beginReset', { email: nobody.email });
    expect([unknown.status, unknown.value]).toEqual([known.status, known.value]);
    const [letter] = await house.lettersTo(nobody.email);
    expect(letter?.kind).toBe('reset-without-account');
  });

  test('of another account cannot be finished with this vault', async () => {
    const one = await afterTheDay(beginReset);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await one.ask('submitTotp', { code: code() });
    const other = createCitizen(house, `other-${count}@example.test`);
    const theirs = await other.signUp(another);
    const finished = await one.ask('finishReplacement', {
      registration: (await one.prepareReplacement(another)).finish.registration,
      vault: theirs.stored as never,
      recoveryProofDigest: await recoveryDigest(theirs.open.accountId, theirs.recoveryKey),
      writeProofDigest: 'A'.repeat(43),
    });
    expect(finished.problem.code).toBe('malformed_request');
  });
});

describe('every second factor is lost (AUTH-21)', () => {
  test('after a day, the link and the password, old ones are off and a new one is chosen, and agencies are told (AGENCY-11)', async () => {
    const one = await afterTheDay(beginNewSecondFactor);
    const token = await house.tokenTo(owner.email, 'new-second-factor-ready');
    // The password alone is not enough, nor is the link.
    await one.provePassword(password);
    expect((await one.ask('readSession', {})).value).toMatchObject({ resetting: false });
    const after = someone();
    const confirmed = await after.ask('confirmNewSecondFactor', { token });
    expect(confirmed.value.everythingLost).toBe(false);
    expect((await after.provePassword('a wrong password here')).ke3?.status).toBe(401);
    expect(told()).toEqual([]);
    expect((await after.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
    expect(await stageOf(after)).toBe('enrolling');
    // A password and a mail box are not two factors: the vault waits for the new one (AUTH-5).
    const writeProof = 'A'.repeat(43);
    const removal = { purpose: 'sharing-history', expectedManifestVersion: 1, writeProof } as const;
    const answers = [
      await after.ask('readVault', {}),
      await after.ask('removeRecord', { ...removal, manifest: stored.manifest } as never),
    ];
    for (const { problem } of answers) expect(problem.code).toBe('second_factor_required');
    expect(told()).toEqual([]);
    secret = await after.addTotp();
    expect(await stageOf(after)).toBe('signed-in');
    expect(told()).toEqual(['recovery-activated']);
    expect((await after.ask('readVault', {})).status).toBe(200);
    expect(await kinds()).toContain('second-factors-taken-off');
    house.wait(30_000);
    const later = someone();
    await later.provePassword(password);
    expect(await stageOf(later)).toBe('first-factor');
  });

  test('the password goes without a second step only in the browser that opened the link (a stranger knows it, and asked for this)', async () => {
    const stranger = await afterTheDay(beginNewSecondFactor);
    const opened = someone();
    const token = await house.tokenTo(owner.email, 'new-second-factor-ready');
    expect((await opened.ask('confirmNewSecondFactor', { token })).status).toBe(200);
    for (const one of [stranger, someone()]) {
      expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual(['totp']);
      expect(await stageOf(one)).toBe('first-factor');
    }
    expect(await kinds()).not.toContain('second-factors-taken-off');
    // Signed in or not, known or not: what counts is the browser.
    expect((await opened.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
  });

  test('nor where a stranger has what somebody planted in that browser before (AUTH-22)', async () => {
    const stranger = await afterTheDay(beginNewSecondFactor);
    const opened = someone();
    const planted = Buffer.alloc(32, 5).toString('base64url');
    for (const one of [stranger, opened])
      one.browser.keep(`__Host-signet-browser=${planted}; Path=/`);
    const token = await house.tokenTo(owner.email, 'new-second-factor-ready');
    // Twice, as whoever lost the answer does.
    for (let times = 0; times < 2; times += 1)
      expect((await opened.ask('confirmNewSecondFactor', { token })).status).toBe(200);
    expect((await stranger.provePassword(password)).ke3?.value.secondFactors).toEqual(['totp']);
    expect((await opened.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
    expect(opened.browser.cookie('__Host-signet-browser')?.split('.').slice(1)).toEqual([planted]);
  });

  test('nothing happens before the day is over, or after two more', async () => {
    const one = someone();
    const begun = await beginNewSecondFactor(one);
    const left = Date.parse(begun.value.readyAt) - house.bff.now();
    expect(Math.abs(left - 24 * hour)).toBeLessThan(minute);
    const first = { token: await house.tokenTo(owner.email, 'new-second-factor-begun') };
    expect((await one.ask('confirmNewSecondFactor', first)).problem.code).toBe('link_expired');
    house.wait(24 * hour);
    const token = await house.tokenTo(owner.email, 'new-second-factor-ready');
    expect((await one.ask('confirmNewSecondFactor', { token })).status).toBe(200);
    house.wait(48 * hour);
    await one.provePassword(password);
    expect(await stageOf(one)).toBe('first-factor');
  });

  test('is stopped by the letter, and by a second factor that was found', async () => {
    await afterTheDay(beginNewSecondFactor);
    await someone().ask('stopWait', {
      token: await house.tokenTo(owner.email, 'new-second-factor-begun'),
    });
    const token = await house.tokenTo(owner.email, 'new-second-factor-ready');
    const refused = await someone().ask('confirmNewSecondFactor', { token });
    expect(refused.problem.code).toBe('link_expired');

    await beginNewSecondFactor(someone());
    house.wait(minute);
    const found = someone();
    await found.provePassword(password);
    await found.ask('submitTotp', { code: code() });
    expect((await kinds()).filter((kind) => kind === 'wait-stopped')).toHaveLength(2);
  });

  test('is asked for three times a day: beyond that nobody is written to, who waits still waits, and who does not is told from when on (AUTH-4)', async () => {
    const thief = someone();
    const { value } = await beginNewSecondFactor(thief);
    for (let more = 0; more < 2; more += 1) await thief.ask('beginNewSecondFactor', {});
    const written = await kinds();
    for (let more = 0; more < 5; more += 1)
      expect((await thief.ask('beginNewSecondFactor', {})).value).toEqual(value);
    expect(await kinds()).toEqual(written);

    const begun = Date.parse(value.readyAt) - 24 * hour;
    await someone().ask('stopWait', {
      token: await house.tokenTo(owner.email, 'new-second-factor-begun'),
    });
    const refused = await thief.ask('beginNewSecondFactor', {});
    expect(refused.status).toBe(429);
    const retryAt = Date.parse(refused.problem.retryAt ?? '');
    // The wait and the window began in one request, a moment apart.
    expect(Math.abs(retryAt - begun - 24 * hour)).toBeLessThan(1_000);
    // The owner, at a browser of theirs, is shut out by nobody, nor is who reads the mail.
    await owner.ask('endSession', {});
    expect((await beginNewSecondFactor(owner)).status).toBe(200);
    house.wait(retryAt - house.bff.now());
    expect((await beginNewSecondFactor(someone())).status).toBe(200);
  });

  test('that a stranger with the password asked for too often keeps nobody from waiting who lost everything', async () => {
    const one = await afterTheDay(beginReset);
    const thief = someone();
    for (let times = 0; times < 4; times += 1) await beginNewSecondFactor(thief);
    await someone().ask('stopWait', {
      token: await house.tokenTo(owner.email, 'new-second-factor-begun'),
    });
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    expect((await one.ask('beginNewSecondFactor', {})).status).toBe(200);
    expect((await kinds()).at(-1)).toBe('everything-lost-begun');
  });

  test('goes together with a reset: whoever has only the mail box waits twice', async () => {
    const one = await afterTheDay(beginReset);
    const reset = { token: await house.tokenTo(owner.email, 'reset-ready') };
    await one.ask('redeemReset', reset);
    // The page says another thing to whoever came by the link of a reset.
    expect((await one.ask('readSession', {})).value).toMatchObject({ resetting: true });
    expect((await one.ask('beginNewSecondFactor', {})).status).toBe(200);
    // The letter says no word of a password that somebody knows.
    expect((await kinds()).at(-1)).toBe('everything-lost-begun');
    house.wait(24 * hour);
    const token = await house.tokenTo(owner.email, 'everything-lost-ready');
    expect((await one.ask('confirmNewSecondFactor', { token })).value.everythingLost).toBe(true);
    expect((await someone().ask('redeemReset', reset)).value.secondFactors).toEqual(['totp']);
    expect((await one.ask('redeemReset', reset)).value.secondFactors).toEqual([]);
    expect((await replace(one)).status).toBe(200);
    expect(await stageOf(one)).toBe('enrolling');
  });

  test('and the reset’s link stays open for as long as the second wait, when it was opened in its last hour', async () => {
    const one = await afterTheDay(beginReset);
    house.wait(47 * hour);
    const reset = { token: await house.tokenTo(owner.email, 'reset-ready') };
    expect((await one.ask('redeemReset', reset)).status).toBe(200);
    await one.ask('beginNewSecondFactor', {});
    house.wait(24 * hour);
    expect(await kinds()).toContain('everything-lost-ready');
    house.wait(47 * hour);
    sweepExpired(house.bff);
    const token = await house.tokenTo(owner.email, 'everything-lost-ready');
    expect((await one.ask('confirmNewSecondFactor', { token })).status).toBe(200);
    expect((await one.ask('redeemReset', reset)).value.secondFactors).toEqual([]);
    expect((await replace(one)).status).toBe(200);
  });

  test('mail alone takes no second step off while the owner waits for another one: the password was still to be proved', async () => {
    const thief = someone();
    await beginReset(thief);
    await beginNewSecondFactor(someone());
    house.wait(24 * hour);
    const confirmation = { token: await house.tokenTo(owner.email, 'new-second-factor-ready') };
    expect((await thief.ask('confirmNewSecondFactor', confirmation)).status).toBe(200);
    const reset = { token: await house.tokenTo(owner.email, 'reset-ready') };
    expect((await thief.ask('redeemReset', reset)).value.secondFactors).toEqual(['totp']);
    expect(await kinds()).not.toContain('second-factors-taken-off');
  });

  test.each(['everything-lost-begun', 'reset-begun'] as const)(
    'and is stopped, the reset too, by the link of either letter (%s)',
    async (letter) => {
      const one = await afterTheDay(beginReset);
      const reset = { token: await house.tokenTo(owner.email, 'reset-ready') };
      await one.ask('redeemReset', reset);
      await one.ask('beginNewSecondFactor', {});
      const stop = { token: await house.tokenTo(owner.email, letter) };
      expect((await someone().ask('stopWait', stop)).status).toBe(200);
      expect((await one.ask('redeemReset', reset)).problem.code).toBe('link_expired');
      house.wait(24 * hour);
      expect(await kinds()).not.toContain('everything-lost-ready');
      expect((await kinds()).filter((kind) => kind === 'wait-stopped')).toHaveLength(1);
    },
  );
});
