import { request } from 'node:http';
import { webcrypto } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { changePasswordSlot, openVault, type StoredVault } from '@signet/vault';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { keep, proveSlot, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let secret: string;
let accountId: string;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  owner = createCitizen(house, `held-${(count += 1)}@example.test`);
  const account = await owner.signUp(password);
  ({ secret } = account);
  ({ accountId } = account.stored);
});
afterEach(() => vi.restoreAllMocks());

async function signIn(one: TestCitizen) {
  house.wait(11 * minute);
  const { exportKey } = await one.provePassword(password);
  expect((await one.giveCode(secret)).status).toBe(200);
  return exportKey ?? new Uint8Array(32);
}
const newBrowser = () => createCitizen(house, owner.email);
async function notMe(): Promise<void> {
  const token = await house.tokenTo(owner.email, 'new-device');
  expect((await newBrowser().ask('disavowSignIn', { token })).status).toBe(200);
}
const kinds = () => house.kindsTo(owner.email);

type Ended = { readonly status: number; readonly code: string | undefined };

/** A request whose body is on its way until somebody sends the rest. */
function holdOpen(one: TestCitizen, name: OperationName, input: object): () => Promise<Ended> {
  const { path, method } = operationTable[name];
  const text = JSON.stringify(input);
  const names = ['__Host-signet', '__Host-signet-browser'];
  const answered = Promise.withResolvers<Ended>();
  const held = request(
    new URL(path, house.issuer),
    {
      method,
      headers: {
        cookie: names.map((cookie) => `${cookie}=${one.browser.cookie(cookie)}`).join('; '),
        origin: house.issuer,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      },
    },
    (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () =>
        answered.resolve({
          status: response.statusCode ?? 0,
          code: (JSON.parse(body) as { readonly code?: string }).code,
        }),
      );
    },
  );
  held.write(text.slice(0, 1));
  return () => {
    held.end(text.slice(1));
    return answered.promise;
  };
}

/** Long enough for the headers to be read. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 150));
const signedOut = { status: 401, code: 'signed_out' };

describe('a request that is held open outlives no session (AUTH-14, AUTH-22)', () => {
  test('after “this wasn’t me” it makes no backup codes, adds no address and deletes no account', async () => {
    const thief = newBrowser();
    await signIn(thief);
    const held = [
      holdOpen(thief, 'makeBackupCodes', {}),
      holdOpen(thief, 'addEmail', { email: `thief-${count}@example.test` }),
      holdOpen(thief, 'deleteAccount', {}),
    ];
    await aMoment();
    await notMe();
    for (const finish of held) expect(await finish()).toEqual(signedOut);
    expect(await kinds()).not.toContain('account-deleted');
    await signIn(owner);
    const { secondFactors } = (await owner.ask('readSecondFactors', {})).value;
    expect(secondFactors.map(({ kind }) => kind)).toEqual(['totp']);
    expect((await owner.ask('readEmails', {})).value.emails).toHaveLength(1);
  });

  test('after its session was ended from elsewhere, or signed out, either', async () => {
    const thief = newBrowser();
    await signIn(thief);
    await signIn(owner);
    const ended = holdOpen(thief, 'makeBackupCodes', {});
    await aMoment();
    expect((await owner.ask('endOtherSessions', {})).status).toBe(200);
    expect(await ended()).toEqual(signedOut);
    const own = holdOpen(owner, 'makeBackupCodes', {});
    await aMoment();
    expect((await owner.ask('endSession', {})).status).toBe(200);
    expect(await own()).toEqual(signedOut);
  });

  test('while it lasts, a body may take its time', async () => {
    const finish = holdOpen(owner, 'makeBackupCodes', {});
    await aMoment();
    expect((await finish()).status).toBe(200);
  });
});

/** The next digest is computed only when somebody lets it: whoever waits for it has read their session. */
function holdDigest() {
  const reached = Promise.withResolvers<undefined>();
  const let_ = Promise.withResolvers<undefined>();
  const digest = webcrypto.subtle.digest.bind(webcrypto.subtle);
  vi.spyOn(webcrypto.subtle, 'digest').mockImplementationOnce(async (...asked) => {
    reached.resolve(undefined);
    await let_.promise;
    return digest(...asked);
  });
  return { reached: reached.promise, goOn: () => let_.resolve(undefined) };
}

/** Sends a request, says "this wasn't me" while the bff computes, and lets it go on. */
async function disavowedWhile(send: () => Promise<{ status: number; problem: { code: string } }>) {
  const digest = holdDigest();
  const sent = send();
  await digest.reached;
  await notMe();
  digest.goOn();
  const { status, problem } = await sent;
  return { status, code: problem.code };
}

type Offered = { readonly options: { readonly challenge: string } };

async function registered(one: TestCitizen) {
  const passkey = createPasskey();
  const { options } = (await one.ask('beginPasskey', {})).value as Offered;
  const response = passkey.register({ challenge: options.challenge, origin: house.issuer });
  return { passkey, finish: () => one.ask('finishPasskey', { response }) };
}

describe('what was computed while the session ended changes nothing (AUTH-14, AUTH-22)', () => {
  test('no passkey is added', async () => {
    const thief = newBrowser();
    await signIn(thief);
    const { finish } = await registered(thief);
    expect(await disavowedWhile(finish)).toEqual(signedOut);
    await signIn(owner);
    expect((await owner.ask('readSecondFactors', {})).value.secondFactors).toHaveLength(1);
  });

  test('no passkey is taken off', async () => {
    expect((await (await registered(owner)).finish()).status).toBe(200);
    const thief = newBrowser();
    await signIn(thief);
    const { secondFactors } = (await thief.ask('readSecondFactors', {})).value;
    const id = secondFactors.find(({ kind }) => kind === 'passkey')?.id as never;
    const outcome = await disavowedWhile(() => thief.ask('removeSecondFactor', { id }));
    expect(outcome).toEqual(signedOut);
  });

  test('nobody is signed in by a passkey that was taken back meanwhile', async () => {
    const thief = newBrowser();
    await signIn(thief);
    const { passkey, finish } = await registered(thief);
    expect((await finish()).status).toBe(200);
    const alone = createCitizen(house, owner.email);
    const { attemptId, options } = (await alone.ask('beginPasskeyOnly', {})).value;
    const { challenge } = options as { readonly challenge: string };
    const response = passkey.use({ challenge, origin: house.issuer }) as never;
    const outcome = await disavowedWhile(() =>
      alone.ask('finishPasskeyOnly', { attemptId, response }),
    );
    expect(outcome.code).toBe('wrong_passkey');
    expect((await alone.ask('readSession', {})).value.stage).toBe('none');
  });

  test('no password is changed', async () => {
    const thief = newBrowser();
    const exportKey = await signIn(thief);
    const stored = (await thief.ask('readVault', {})).value.vault as StoredVault;
    const secretOf = () => ({ kind: 'password', exportKey: exportKey.slice() }) as const;
    const open = value(await openVault({ stored, accountId, secret: secretOf() }));
    const again = await thief.registerAgain(accountId, 'a louder harbor after eight');
    const newExportKey = again.exportKey();
    const pending = value(
      await changePasswordSlot({ vault: open, stored, secret: secretOf(), newExportKey }),
    );
    const { registration } = again;
    await keep(
      { citizen: thief, open },
      { change: { kind: 'slot', slot: pending as never }, registration },
    );
    const me = { citizen: thief, open, stored, exportKey, factors: '', secretOf };
    const proved = await proveSlot(me, { kind: 'password', exportKey: again.exportKey() });
    expect(await disavowedWhile(proved.commit)).toEqual(signedOut);
    expect(await kinds()).not.toContain('password-changed');
  });
});
