import { client } from '@serenity-kit/opaque';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  stretchingFloor,
  stretchingOfNewPasswords,
  type KeyStretching,
} from '@signet/contracts/key-stretching';
import { accounts } from '../db/schema.ts';
import { limitTable } from '../limits/limits.ts';
import { auditEvents } from '../db/schema.ts';
import { allowance, useOne } from '../limits/count.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let secret: string;
beforeAll(async () => {
  house = await openHouse();
  owner = createCitizen(house, 'owner@example.test');
  ({ secret } = await owner.signUp(password));
});
afterAll(() => house.close());
// Windows of limits end and codes of the app change.
beforeEach(() => house.wait(11 * minute));

const at = (email = owner.email) => createCitizen(house, email);
const code = () => codeAt(secret, house.bff.now());

async function signedIn(): Promise<TestCitizen> {
  const one = at();
  await one.provePassword(password);
  expect((await one.ask('submitTotp', { code: code() })).status).toBe(200);
  return one;
}

describe('an unknown address and a wrong password (AUTH-2)', () => {
  test('are answered alike: status, headers, fields and lengths', async () => {
    const shapes = [];
    for (const email of [owner.email, 'nobody@example.test']) {
      const { ke2, ke3 } = await at(email).provePassword('quite another password');
      shapes.push(
        [ke2, ke3].map((answer) => ({
          status: answer?.response.status,
          headers: [...(answer?.response.headers ?? [])].filter(([name]) => name !== 'date'),
          lengths: Object.entries(answer?.value ?? {}).map(([name, value]) => [
            name,
            JSON.stringify(value).length,
          ]),
        })),
      );
    }
    expect(shapes[0]).toEqual(shapes[1]);
    expect(shapes[0]?.map(({ status }) => status)).toEqual([200, 401]);
  });

  test('an unknown address has one identifier, today and tomorrow', async () => {
    const first = (await at('ghost@example.test').provePassword(password)).ke2.value.accountId;
    house.wait(24 * 60 * minute);
    const second = (await at('ghost@example.test').provePassword(password)).ke2.value.accountId;
    const other = (await at('spectre@example.test').provePassword(password)).ke2.value.accountId;
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('what a password was stretched with (VAULT-5, AUTH-2)', () => {
  const more = { ...stretchingFloor, memory: 2 * stretchingFloor.memory };
  const told = async (email: string) =>
    (await at(email).provePassword(password)).ke2.value.stretching;
  const keep = (stretching: KeyStretching) =>
    house.bff.db.update(accounts).set({ stretching }).run();

  test('is told to whoever signs in, as it was kept', async () => {
    expect(await told(owner.email)).toEqual(stretchingOfNewPasswords);
    keep(more);
    onTestFinished(() => void keep(stretchingOfNewPasswords));
    expect(await told(owner.email)).toEqual(more);
  });

  test('of another cost than a release’s marks no account: it is not kept', async () => {
    const newcomer = at('marked@example.test');
    const { finish } = await newcomer.prepareAccount(password, await newcomer.link());
    const stretching = { ...stretchingOfNewPasswords, memory: stretchingFloor.memory + 1 };
    const registration = { ...finish.registration, stretching };
    const refused = await newcomer.ask('finishPassword', { ...finish, registration });
    expect([refused.status, refused.problem.code]).toEqual([400, 'malformed_request']);
    expect((await newcomer.ask('finishPassword', finish)).status).toBe(200);
  });
});

describe('guessing is limited by the KE2 that was issued (AUTH-4)', () => {
  const { most, windowMs } = limitTable['ke2-account'];

  test.each(['owner@example.test', 'unknown@example.test'])(
    'after so many, %s is told when to come back, and not before',
    async (email) => {
      const begun = house.bff.now();
      const one = at(email);
      for (let tries = 0; tries < most; tries += 1)
        expect((await one.provePassword('a guess that is wrong')).ke2.status).toBe(200);
      const { problem, status } = (await one.provePassword(password)).ke2;
      expect(status).toBe(429);
      const retryAt = Date.parse(problem.retryAt ?? '');
      expect(retryAt).toBeGreaterThanOrEqual(begun + windowMs);
      expect(retryAt).toBeLessThan(begun + windowMs + minute);

      // Trying on does not move the end of the window.
      expect((await one.provePassword(password)).ke2.problem.retryAt).toBe(problem.retryAt);
      house.wait(retryAt - house.bff.now());
      expect((await one.provePassword(password)).ke2.status).toBe(200);
    },
  );

  test('who shares a source with guessers goes on in a browser that is known', async () => {
    const { most: ofSource } = limitTable['ke2-source'];
    const counting = { db: house.bff.db, now: house.bff.now() };
    const key = house.bff.keys.secret('limitSubjects');
    await owner.ask('endSession', {});
    // The source that the house's requests come from.
    for (let tries = 0; tries < ofSource; tries += 1)
      useOne({ ...counting, key }, 'ke2-source', '127.0.0.1');
    expect((await at('someone-else@example.test').provePassword(password)).ke2.status).toBe(429);
    expect((await at().provePassword(password)).ke2.status).toBe(429);
    expect((await owner.provePassword(password)).ke3?.status).toBe(200);
  });

  test('an account is unlocked so often and not more, by the right password either and wherever; another’s is', async () => {
    const { most, windowMs } = limitTable.unlock;
    const unlocking = async (who: TestCitizen) =>
      who.ask('beginUnlock', {
        startLoginRequest: client.startLogin({ password }).startLoginRequest,
      });
    const one = await signedIn();
    const begun = house.bff.now();
    for (let tries = 0; tries < most; tries += 1) expect((await unlocking(one)).status).toBe(200);
    const { status, problem } = await unlocking(one);
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    const retryAt = Date.parse(problem.retryAt ?? '');
    expect(Math.abs(retryAt - begun - windowMs)).toBeLessThan(minute);

    const other = at('unlocks-too@example.test');
    await other.signUp(password);
    expect((await unlocking(other)).status).toBe(200);
    // The next code of the app.
    house.wait(minute);
    expect((await unlocking(await signedIn())).problem.retryAt).toBe(problem.retryAt);
    house.wait(retryAt - house.bff.now());
    expect((await unlocking(one)).status).toBe(200);
  });

  test('a restart forgives nothing', async () => {
    const subject = 'somebody';
    const key = house.bff.keys.secret('limitSubjects');
    const one = at('restart@example.test');
    for (let tries = 0; tries < most; tries += 1) await one.provePassword('wrong');
    const restarted = house.reopened();
    useOne({ db: restarted.db, key, now: house.bff.now() }, 'unlock', subject);
    expect(allowance({ db: house.bff.db, key, now: house.bff.now() }, 'unlock', subject).left).toBe(
      limitTable.unlock.most - 1,
    );
    expect((await one.provePassword('wrong')).ke2.status).toBe(429);
    restarted.close();
  });

  test('what nobody began leaves no row, however often it is sent', async () => {
    const one = at();
    const rows = () => house.bff.db.select().from(auditEvents).all().length;
    const before = rows();
    const attemptId = 'att_00000000000000000000000000' as never;
    const wrong = Buffer.alloc(64, 7).toString('base64url');
    const proof = wrong.slice(0, 43);
    for (let times = 0; times < 3; times += 1) {
      const signIn = await one.ask('finishSignIn', { attemptId, finishLoginRequest: wrong });
      const recovery = await one.ask('finishRecovery', { attemptId, proof });
      expect([signIn, recovery].map(({ problem }) => problem.code)).toEqual([
        'wrong_credentials',
        'wrong_credentials',
      ]);
    }
    expect(rows()).toBe(before);
  });

  test('an attempt is used up by being answered, and by nobody else’s session', async () => {
    const { finish } = await at().beginToProve(password);
    expect((await finish?.())?.ke3.status).toBe(200);
    expect((await finish?.())?.ke3.problem.code).toBe('wrong_credentials');

    const one = await signedIn();
    const own = await one.beginToUnlock(password);
    expect((await own.finish()).status).toBe(200);
    expect((await own.finish()).problem.code).toBe('wrong_credentials');
    const other = at('unlocks-another@example.test');
    await other.signUp('a louder harbor after eight');
    const begun = await one.beginToUnlock(password);
    one.browser.keep(`__Host-signet=${other.session()}; Path=/`);
    expect((await begun.finish()).problem.code).toBe('wrong_credentials');
  });
});

describe('before the second factor nothing is handed over (AUTH-5)', () => {
  test.each(['readVault', 'readProofing'] as const)('%s', async (operation) => {
    const one = at();
    expect((await one.ask(operation, {})).problem.code).toBe('signed_out');
    await one.provePassword(password);
    expect((await one.ask(operation, {})).problem.code).toBe('second_factor_required');
    await one.ask('submitTotp', { code: code() });
    expect((await one.ask(operation, {})).status).toBe(200);
  });

  test('nor can another second factor be added', async () => {
    const one = at();
    await one.provePassword(password);
    for (const operation of ['beginTotp', 'beginPasskey'] as const)
      expect((await one.ask(operation, {})).problem.code).toBe('second_factor_required');
  });
});

describe('a code of the authenticator app (AUTH-6)', () => {
  test('is accepted once, wherever it is shown again', async () => {
    const used = code();
    const [one, other] = [at(), at()];
    await one.provePassword(password);
    await other.provePassword(password);
    expect((await one.ask('submitTotp', { code: used })).status).toBe(200);
    const again = await other.ask('submitTotp', { code: used });
    expect(again.problem).toMatchObject({ code: 'wrong_code', attemptsLeft: 9 });
  });

  test('that came before the last one used is not accepted either', async () => {
    const one = at();
    await one.provePassword(password);
    const before = code();
    house.wait(30_000);
    expect((await one.ask('submitTotp', { code: code() })).status).toBe(200);
    const other = at();
    await other.provePassword(password);
    expect((await other.ask('submitTotp', { code: before })).problem.code).toBe('wrong_code');
  });

  test('may be wrong ten times, then the exact time of the next try is told', async () => {
    const one = at();
    await one.provePassword(password);
    const wrong = code() === '000000' ? '000001' : '000000';
    for (let left = 9; left >= 0; left -= 1)
      expect((await one.ask('submitTotp', { code: wrong })).problem.attemptsLeft).toBe(left);
    const { status, problem } = await one.ask('submitTotp', { code: code() });
    expect(status).toBe(429);
    expect(Date.parse(problem.retryAt ?? '')).toBeGreaterThan(house.bff.now());
  });
});

describe('the session (AUTH-8)', () => {
  test('its cookie is bound to this host, hidden from scripts, and kept as a hash', async () => {
    const one = at();
    const { ke3 } = await one.provePassword(password);
    expect(ke3?.response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-signet=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/),
    ]);
    expect(house.bytesAtRest().includes(one.session() ?? '')).toBe(false);
  });

  test('changes at every rise in privilege, and the old token dies', async () => {
    const one = at();
    await one.provePassword(password);
    const first = one.session() ?? '';
    await one.ask('submitTotp', { code: code() });
    expect(one.session()).not.toBe(first);
    const old = at();
    old.browser.keep(`__Host-signet=${first}; Path=/`);
    expect((await old.ask('readSession', {})).value).toEqual({ stage: 'none' });
  });

  test('cannot be planted: a token that the server did not make is nobody’s', async () => {
    const victim = at();
    victim.browser.keep(`__Host-signet=${'A'.repeat(43)}; Path=/`);
    await victim.provePassword(password);
    expect(victim.session()).not.toBe('A'.repeat(43));
  });

  test.each([
    [14, 'signed-in'],
    [15, 'none'],
  ])('after %i minutes idle it is: %s', async (minutes, stage) => {
    const one = await signedIn();
    house.wait(minutes * minute);
    expect((await one.ask('readSession', {})).value.stage).toBe(stage);
  });

  test('looking at the session does not extend it, using it does', async () => {
    const one = await signedIn();
    house.wait(10 * minute);
    await one.ask('readSession', {});
    house.wait(6 * minute);
    expect((await one.ask('readSession', {})).value.stage).toBe('none');
  });

  test('says when it ends, and lasts longer when asked to, also while a second factor is looked for', async () => {
    const one = at();
    await one.provePassword(password);
    house.wait(14 * minute);
    const { value } = await one.ask('readSession', {});
    const { stage, now, idleEndsAt } = value as Record<'stage' | 'now' | 'idleEndsAt', string>;
    expect(stage).toBe('first-factor');
    const left = Date.parse(idleEndsAt) - Date.parse(now);
    expect(left).toBeLessThanOrEqual(minute);
    expect(left).toBeGreaterThan(minute - 5_000);
    expect((await one.ask('extendSession', {})).status).toBe(200);
    house.wait(14 * minute);
    expect((await one.ask('readSession', {})).value.stage).toBe('first-factor');
  });

  test('ends after 12 hours however busy it is', async () => {
    const one = await signedIn();
    for (let passed = 0; passed < 12 * 60 - 10; passed += 10) {
      house.wait(10 * minute);
      expect((await one.ask('extendSession', {})).status).toBe(200);
    }
    house.wait(10 * minute);
    expect((await one.ask('extendSession', {})).problem.code).toBe('signed_out');
  });

  test('ends when the person says so, for whoever copied the token too', async () => {
    const one = await signedIn();
    const copied = at();
    copied.browser.keep(`__Host-signet=${one.session()}; Path=/`);
    await one.ask('endSession', {});
    expect((await copied.ask('readSession', {})).value.stage).toBe('none');
  });
});
