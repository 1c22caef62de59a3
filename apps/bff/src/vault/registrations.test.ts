import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { client, ready } from '@serenity-kit/opaque';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import { changePasswordSlot, type OpenVault, type StoredVault } from '@signet/vault';
import { limitTable } from '../limits/limits.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { keep, proveSlot, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
const next = 'a louder harbor after eight';
const keyStretching = {
  'argon2id-custom': { memory: 1_024, iterations: 1, parallelism: 1 },
} as const;
let house: House;
let owner: TestCitizen;
let secret: string;
let open: OpenVault;
let count = 0;

beforeAll(async () => {
  await ready;
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  owner = createCitizen(house, `registers-${(count += 1)}@example.test`);
  ({ secret, open } = await owner.signUp(password));
});

const bytesOf = (text: string) => Buffer.from(text, 'base64url');
const newBrowser = () => createCitizen(house, owner.email);
async function signIn(one: TestCitizen, attempt = password) {
  house.wait(11 * minute);
  const { exportKey } = await one.provePassword(attempt);
  await one.giveCode(secret);
  return exportKey ?? new Uint8Array(32);
}

type Evaluated = { readonly guess: string; readonly masking: Buffer; readonly serverKey: Buffer };

/** What somebody learns of a password by beginning to register it: the masking key that a record of it would have (RFC 9807 §5.2.1). */
async function evaluate(one: TestCitizen, guess: string): Promise<Evaluated> {
  const begun = client.startRegistration({ password: guess });
  const { value: answer } = await one.ask('beginNewPassword', {
    registrationRequest: begun.registrationRequest,
  });
  const { registrationResponse } = answer;
  const done = client.finishRegistration({
    password: guess,
    registrationResponse,
    clientRegistrationState: begun.clientRegistrationState,
    identifiers: opaqueIdentifiers(house.issuer, open.accountId),
    keyStretching,
  });
  const masking = bytesOf(done.registrationRecord).subarray(32, 96);
  return { guess, masking, serverKey: bytesOf(registrationResponse).subarray(32, 64) };
}

/** HKDF-Expand with SHA-512 (RFC 5869), as OPAQUE makes the pad of KE2's masked response (RFC 9807 §6.3.2.2). */
function expand(key: Uint8Array, nonce: Buffer, length: number): Buffer {
  const info = Buffer.concat([nonce, Buffer.from('CredentialResponsePad')]);
  let [block, output] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let round = 1; output.length < length; round += 1) {
    const part = Buffer.concat([block, info, Buffer.of(round)]);
    block = createHmac('sha512', key).update(part).digest();
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}

/** Which guess one KE2 gives away without another question, if any was evaluated under the record's key. */
async function foundByOneKe2(evaluated: readonly Evaluated[]): Promise<readonly string[]> {
  house.wait(11 * minute);
  const { startLoginRequest } = client.startLogin({ password: 'whatever it is' });
  const { value: ke2 } = await newBrowser().ask('beginSignIn', {
    email: owner.email,
    startLoginRequest,
  });
  const bytes = bytesOf(ke2.loginResponse);
  const [nonce, masked] = [bytes.subarray(32, 64), bytes.subarray(64, 192)];
  return evaluated
    .filter(({ masking, serverKey }) => {
      const pad = expand(masking, nonce, masked.length);
      const plain = Buffer.from(masked.map((byte, at) => byte ^ (pad[at] ?? 0)));
      return plain.subarray(0, 32).equals(serverKey);
    })
    .map(({ guess }) => guess);
}

/** The ceremony of a new password, from a registration that may have been begun earlier. */
async function choose(
  exportKey: Uint8Array,
  registered: Awaited<ReturnType<TestCitizen['registerAgain']>>,
) {
  const stored = (await owner.ask('readVault', {})).value.vault as StoredVault;
  const pending = value(
    await changePasswordSlot({
      vault: open,
      stored,
      secret: { kind: 'password', exportKey: exportKey.slice() },
      newExportKey: registered.exportKey(),
    }),
  );
  const { registration } = registered;
  await keep(
    { citizen: owner, open },
    { change: { kind: 'slot', slot: pending as never }, registration },
  );
  const me = { citizen: owner, open, stored, exportKey, factors: '' };
  const { commit } = await proveSlot(me, { kind: 'password', exportKey: registered.exportKey() });
  return commit();
}

describe('every registration of a password has a key of its own (AUTH-4)', () => {
  test('so that nothing evaluated before is worth a KE2 later, also not of the password that the owner chooses', async () => {
    const thief = newBrowser();
    await signIn(thief);
    const evaluated = [await evaluate(thief, 'a guess that is wrong'), await evaluate(thief, next)];
    const exportKey = await signIn(owner);
    const registered = await owner.registerAgain(open.accountId, next);
    expect((await choose(exportKey, registered)).status).toBe(200);
    expect(await foundByOneKe2(evaluated)).toEqual([]);
    // What is looked for is what gives a password away: it does, of the registration that was kept.
    const masking = bytesOf(registered.registration.record).subarray(32, 96);
    const [{ serverKey } = { serverKey: Buffer.alloc(0) }] = evaluated;
    expect(await foundByOneKe2([{ guess: next, masking, serverKey }])).toEqual([next]);
  });

  test('and a record is kept with the key that it was made under, though another page began meanwhile', async () => {
    const exportKey = await signIn(owner);
    const registered = await owner.registerAgain(open.accountId, next);
    await owner.registerAgain(open.accountId, 'of the other page, never kept');
    expect((await choose(exportKey, registered)).status).toBe(200);
    house.wait(11 * minute);
    expect((await newBrowser().provePassword(next)).ke3?.status).toBe(200);
  });

  test('which another session’s beginning is not', async () => {
    const elsewhere = newBrowser();
    await signIn(elsewhere);
    const theirs = await elsewhere.registerAgain(open.accountId, next);
    const exportKey = await signIn(owner);
    await expect(choose(exportKey, theirs)).rejects.toThrow('400');
  });

  test('and is begun ten times in ten minutes, with the moment of the next', async () => {
    const { most, windowMs } = limitTable['new-password'];
    await signIn(owner);
    const begin = () =>
      owner.ask('beginNewPassword', {
        registrationRequest: client.startRegistration({ password: next }).registrationRequest,
      });
    const first = house.bff.now();
    for (let times = 0; times < most; times += 1) expect((await begin()).status).toBe(200);
    const { status, problem } = await begin();
    expect([status, problem.code]).toEqual([429, 'too_many_attempts']);
    const retryAt = Date.parse(problem.retryAt ?? '');
    expect(Math.abs(retryAt - first - windowMs)).toBeLessThan(minute);
    house.wait(retryAt - house.bff.now());
    expect((await begin()).status).toBe(200);
  });

  test('counted apart in every browser that the account knows: a session of a thief’s keeps the owner from none', async () => {
    const begin = (one: TestCitizen) =>
      one.ask('beginNewPassword', {
        registrationRequest: client.startRegistration({ password: next }).registrationRequest,
      });
    const thief = newBrowser();
    await signIn(thief);
    await signIn(owner);
    for (let times = 0; times < limitTable['new-password'].most; times += 1)
      expect((await begin(thief)).status).toBe(200);
    expect((await begin(thief)).problem.code).toBe('too_many_attempts');
    expect((await begin(owner)).status).toBe(200);
  });

  test('just so in a reset', async () => {
    const one = newBrowser();
    await one.ask('beginReset', { email: owner.email });
    house.wait(24 * 60 * minute);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await one.giveCode(secret);
    const begin = () =>
      one.ask('beginReplacement', {
        registrationRequest: client.startRegistration({ password: next }).registrationRequest,
      });
    for (let times = 0; times < limitTable['new-password'].most; times += 1)
      expect((await begin()).status).toBe(200);
    expect((await begin()).problem.code).toBe('too_many_attempts');
  });
});
