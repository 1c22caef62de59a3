import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openVault, type StoredVault } from '@signet/vault';
import { sweepExpired } from '../db/sweep-expired.ts';
import { limitTable } from '../limits/limits.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { turnRootKey, value as opened } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';
import { listeningAgency, type Told } from '../testing/listening-agency.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const password = 'a quiet harbor before seven';
const guesses = limitTable['password-guesses'].most;
let house: House;
let owner: TestCitizen;
let secret: string;
let count = 0;
let told: Told;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  owner = createCitizen(house, `devices-${(count += 1)}@example.test`);
  const account = await owner.signUp(password);
  ({ secret } = account);
  told = await listeningAgency(house, account.open.accountId);
});

const cookieName = '__Host-signet-browser';
const kinds = () => house.kindsTo(owner.email);
const notices = async () => (await kinds()).filter((kind) => kind === 'new-device').length;

async function signIn(one: TestCitizen): Promise<number> {
  house.wait(11 * minute);
  const { ke2, ke3 } = await one.provePassword(password);
  if (ke3?.status !== 200) return ke3?.status ?? ke2.status;
  return (await one.giveCode(secret)).status;
}
/** The owner's own browser, signed out, as it keeps its cookie. */
async function sameBrowser(): Promise<TestCitizen> {
  await owner.ask('endSession', {});
  return owner;
}
const newBrowser = () => createCitizen(house, owner.email);
const wrongCode = () => (codeAt(secret, house.bff.now()) === '000000' ? '000001' : '000000');
type Offered = { readonly options: { readonly challenge: string } };

describe('a browser is known again (AUTH-22)', () => {
  test('the first one is no news, nor is it later', async () => {
    expect(owner.browser.cookie(cookieName)).toMatch(/^[\w-]{43}$/);
    expect(await signIn(await sameBrowser())).toBe(200);
    expect(await notices()).toBe(0);
  });

  test('for a year from its last use, not from its first: it gets its cookie anew', async () => {
    await sameBrowser();
    house.wait(11 * minute);
    await owner.provePassword(password);
    const code = codeAt(secret, house.bff.now());
    const { response } = await owner.ask('submitTotp', { code });
    const token = owner.browser.cookie(cookieName);
    const renewed = response.headers.getSetCookie().find((one) => one.startsWith(cookieName));
    expect(renewed).toContain(`${cookieName}=${token};`);
    expect(renewed).toContain(`Max-Age=${(365 * day) / 1_000}`);
  });

  test('another one is told to the owner, once', async () => {
    const other = newBrowser();
    expect(await signIn(other)).toBe(200);
    expect(await notices()).toBe(1);
    await other.ask('endSession', {});
    expect(await signIn(other)).toBe(200);
    expect(await notices()).toBe(1);
  });

  test('is a stranger after a year without use, also when no other one is known', async () => {
    await sameBrowser();
    house.wait(366 * day);
    sweepExpired(house.bff);
    expect(await signIn(owner)).toBe(200);
    expect(await notices()).toBe(1);
  });

  test('is not the first one again when all second steps were lost', async () => {
    await owner.provePassword(password);
    await owner.ask('beginNewSecondFactor', {});
    house.wait(24 * 60 * minute);
    const other = newBrowser();
    await other.ask('confirmNewSecondFactor', {
      token: await house.tokenTo(owner.email, 'new-second-factor-ready'),
    });
    await other.provePassword(password);
    await other.addTotp();
    expect(await notices()).toBe(1);
  });

  /** Whose browser it is in which the owner signs in, and what a stranger elsewhere has of it. */
  const planted = {
    'that nobody issued': async () => randomBytes(32).toString('base64url'),
    'of their own browser': async () => {
      const thief = createCitizen(house, `thief-${count}@example.test`);
      await thief.signUp(password);
      return thief.browser.cookie(cookieName) ?? '';
    },
  };
  test.each(Object.entries(planted))(
    'not by a token %s that somebody planted there before its owner came',
    async (_what, tokenOf) => {
      const token = await tokenOf();
      const library = newBrowser();
      library.browser.keep(`${cookieName}=${token}; Path=/`);
      expect(await signIn(library)).toBe(200);
      expect(await notices()).toBe(1);
      const elsewhere = newBrowser();
      elsewhere.browser.keep(`${cookieName}=${token}; Path=/`);
      expect(await signIn(elsewhere)).toBe(200);
      expect(await notices()).toBe(2);
      // In the library it is known, all the same.
      await library.ask('endSession', {});
      expect(await signIn(library)).toBe(200);
      expect(await notices()).toBe(2);
    },
  );

  test('by each of the people who share it, however they take turns', async () => {
    const people = [owner.email];
    const secrets = [secret];
    for (const name of ['second', 'third']) {
      const one = createCitizen(house, `${name}-of-${count}@example.test`);
      secrets.push((await one.signUp(password)).secret);
      people.push(one.email);
    }
    const shared = newBrowser().browser;
    for (const nth of [0, 1, 2, 0, 2, 1, 0]) {
      house.wait(11 * minute);
      const one = createCitizen(house, people[nth] ?? '');
      one.browser.keep(`${cookieName}=${shared.cookie(cookieName) ?? ''}; Path=/`);
      await one.provePassword(password);
      const code = codeAt(secrets[nth] ?? '', house.bff.now());
      expect((await one.ask('submitTotp', { code })).status).toBe(200);
      shared.keep(`${cookieName}=${one.browser.cookie(cookieName)}; Path=/`);
    }
    for (const email of people) {
      const letters = (await house.lettersTo(email)).map(({ kind }) => kind);
      expect(letters.filter((kind) => kind === 'new-device')).toHaveLength(1);
    }
    expect(shared.cookie(cookieName)?.split('.')).toHaveLength(3);
  });

  test('by eight people; a ninth takes the place of the one who was away longest', async () => {
    const others = Array.from({ length: 7 }, () => randomBytes(32).toString('base64url'));
    const own = owner.browser.cookie(cookieName) ?? '';
    const [before, after] = [newBrowser(), newBrowser()];
    for (const one of [before, after])
      one.browser.keep(`${cookieName}=${[...others, own].join('.')}; Path=/`);
    expect(await signIn(before)).toBe(200);
    expect(before.browser.cookie(cookieName)).toBe([own, ...others].join('.'));
    expect(await notices()).toBe(0);

    const ninth = createCitizen(house, `ninth-${count}@example.test`);
    ninth.browser.keep(`${cookieName}=${after.browser.cookie(cookieName)}; Path=/`);
    await ninth.signUp(password);
    const left = ninth.browser.cookie(cookieName) ?? '';
    expect(left.split('.').slice(1)).toEqual(others);
    after.browser.keep(`${cookieName}=${left}; Path=/`);
    expect(await signIn(after)).toBe(200);
    expect(await notices()).toBe(1);
  });

  test('is known to one account only, and nobody sees in the database that two share it', async () => {
    const neighbour = createCitizen(house, `neighbour-${count}@example.test`);
    await neighbour.signUp(password);
    const token = owner.browser.cookie(cookieName) ?? '';
    const borrowed = createCitizen(house, neighbour.email);
    borrowed.browser.keep(`${cookieName}=${token}; Path=/`);
    expect(house.bytesAtRest().includes(token)).toBe(false);
    expect((await borrowed.provePassword(password)).ke3?.status).toBe(200);
    expect((await house.lettersTo(neighbour.email)).map(({ kind }) => kind)).not.toContain(
      'new-device',
    );
  });
});

describe('“this wasn’t me” (AUTH-22)', () => {
  test('ends every session, makes every browser a stranger, asks for a new password and tells agencies (AGENCY-11)', async () => {
    const thief = newBrowser();
    await signIn(thief);
    const anyone = createCitizen(house, 'anyone@example.test');
    const token = await house.tokenTo(owner.email, 'new-device');
    expect(told()).toEqual([]);
    expect((await anyone.ask('disavowSignIn', { token })).status).toBe(200);
    expect(told()).toEqual(['credential-compromise']);
    for (const one of [thief, owner])
      expect((await one.ask('readSession', {})).value.stage).toBe('none');
    expect(await kinds()).toContain('sign-in-disavowed');
    // Whoever is there first: the owner hears of a thief.
    for (const one of [newBrowser(), owner]) expect(await signIn(one)).toBe(200);
    expect(await notices()).toBe(3);
    expect((await owner.ask('readSession', {})).value).toMatchObject({ due: 'new-password' });
    expect((await anyone.ask('disavowSignIn', { token })).problem.code).toBe('link_expired');
  });

  test('ends what somebody began with the password', async () => {
    await signIn(newBrowser());
    house.wait(11 * minute);
    const begun = await newBrowser().beginToProve(password);
    expect(begun.ke2.status).toBe(200);
    await newBrowser().ask('disavowSignIn', {
      token: await house.tokenTo(owner.email, 'new-device'),
    });
    expect((await begun.finish?.())?.ke3.status).toBe(401);
  });

  test.each([
    [
      'passwords',
      'a guess that is wrong',
      (one: TestCitizen) => one.provePassword('another wrong guess'),
    ],
    ['codes', password, (one: TestCitizen) => one.ask('submitTotp', { code: wrongCode() })],
  ])(
    'lets the owner’s browsers in after 100 wrong %s elsewhere, though they are strangers now (AUTH-4)',
    async (_what, first, guessed) => {
      await signIn(newBrowser());
      const guesser = newBrowser();
      for (let tries = 0; tries < guesses; tries += 1) {
        if (tries % 10 === 0) {
          house.wait(11 * minute);
          await guesser.provePassword(first);
        }
        await guessed(guesser);
      }
      expect(await signIn(newBrowser())).toBe(429);
      await newBrowser().ask('disavowSignIn', {
        token: await house.tokenTo(owner.email, 'new-device'),
      });
      expect(await signIn(owner)).toBe(200);
    },
  );

  test('ends a change of the vault that was begun, so that nobody commits it after the next sign-in', async () => {
    const thief = newBrowser();
    await signIn(thief);
    const exportKey = await thief.unlock(password);
    const stored = (await thief.ask('readVault', {})).value.vault as StoredVault;
    const secret = () => ({ kind: 'password', exportKey: exportKey.slice() }) as const;
    const { accountId } = stored;
    const open = opened(await openVault({ stored, accountId, secret: secret() }));
    const { commit } = await turnRootKey(
      { citizen: thief, open, stored },
      secret(),
      () => exportKey.slice(),
      { passkeys: [] },
    );
    await newBrowser().ask('disavowSignIn', {
      token: await house.tokenTo(owner.email, 'new-device'),
    });
    expect(await signIn(thief)).toBe(200);
    expect((await commit()).status).toBe(400);
  });

  test('works for a week', async () => {
    await signIn(newBrowser());
    const token = await house.tokenTo(owner.email, 'new-device');
    house.wait(7 * day);
    expect((await newBrowser().ask('disavowSignIn', { token })).problem.code).toBe('link_expired');
  });
});

describe('100 guesses in a row switch an authenticator off (AUTH-4)', () => {
  async function guess(one: TestCitizen, times: number, wrong = 'a guess that is wrong') {
    for (let tries = 0; tries < times; tries += 1) {
      if (tries % 10 === 0) house.wait(11 * minute);
      await one.provePassword(wrong);
    }
    house.wait(11 * minute);
  }

  /** A year from the first guess, which was made less than two days ago. */
  function inAYear(retryAt: string | undefined) {
    const left = Date.parse(retryAt ?? '') - house.bff.now();
    expect(left).toBeGreaterThan(363 * day);
    expect(left).toBeLessThan(365 * day);
  }

  test('of strangers, wherever they are; the owner’s browser goes on, and strangers see nothing of that (AUTH-2)', async () => {
    await guess(newBrowser(), guesses);
    const stranger = await newBrowser().provePassword(password);
    expect(stranger.ke2.problem.code).toBe('authenticator_disabled');
    inAYear(stranger.ke2.problem.retryAt);
    house.wait(30 * day);
    expect((await newBrowser().provePassword(password)).ke2.status).toBe(429);
    expect(await signIn(await sameBrowser())).toBe(200);
    // As with an address without an account, where nobody ever comes home.
    expect((await newBrowser().provePassword(password)).ke2.problem.code).toBe(
      'authenticator_disabled',
    );
  });

  test('of an address without an account, just so', async () => {
    const nobody = createCitizen(house, `nobody-${count}@example.test`);
    await guess(nobody, guesses);
    const { problem } = (await nobody.provePassword(password)).ke2;
    expect(problem.code).toBe('authenticator_disabled');
    inAYear(problem.retryAt);
  });

  test('one fewer does not, and a success begins the count anew', async () => {
    const one = newBrowser();
    await guess(one, guesses - 1);
    expect((await one.provePassword(password)).ke3?.status).toBe(200);
    await guess(newBrowser(), 2);
    expect((await newBrowser().provePassword(password)).ke3?.status).toBe(200);
  });

  test('of one-time codes too, for strangers who know the password: no right code helps there, and the owner’s browser and passkey go on', async () => {
    const passkey = createPasskey();
    await owner.unlock(password);
    const offered = (await owner.ask('beginPasskey', {})).value as Offered;
    const { challenge } = offered.options;
    await owner.ask('finishPasskey', {
      response: passkey.register({ challenge, origin: house.issuer }),
    });
    const one = newBrowser();
    const wrong = wrongCode();
    for (let tries = 0; tries < limitTable['code-guesses'].most; tries += 1) {
      if (tries % 10 === 0) {
        house.wait(11 * minute);
        await one.provePassword(password);
      }
      await one.ask('submitTotp', { code: wrong });
    }
    house.wait(11 * minute);
    await one.provePassword(password);
    const code = codeAt(secret, house.bff.now());
    const { problem } = await one.ask('submitTotp', { code });
    expect(problem.code).toBe('codes_disabled');
    inAYear(problem.retryAt);
    expect(await signIn(await sameBrowser())).toBe(200);
    // That was no success of theirs.
    await one.provePassword(password);
    const later = codeAt(secret, house.bff.now());
    expect((await one.ask('submitTotp', { code: later })).problem.code).toBe('codes_disabled');
    const asked = (await one.ask('beginPasskeySignIn', {})).value as Offered;
    const response = passkey.use({ challenge: asked.options.challenge, origin: house.issuer });
    expect((await one.ask('finishPasskeySignIn', { response })).status).toBe(200);
  });

  test('ten wrong codes elsewhere do not make the owner’s browser wait', async () => {
    const one = newBrowser();
    await one.provePassword(password);
    for (let tries = 0; tries < limitTable['second-factor'].most; tries += 1)
      await one.ask('submitTotp', { code: wrongCode() });
    const { problem } = await one.ask('submitTotp', { code: wrongCode() });
    expect(problem.code).toBe('too_many_attempts');
    await sameBrowser();
    await owner.provePassword(password);
    house.wait(minute);
    const code = codeAt(secret, house.bff.now());
    expect((await owner.ask('submitTotp', { code })).status).toBe(200);
  });
});
