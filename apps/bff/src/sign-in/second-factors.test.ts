import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addPasskeySlot,
  passkeySlotId,
  provePendingSlot,
  provePendingVault,
  rotateRootKey,
  type OpenVault,
  type PendingSlot,
  type PendingVault,
  type StoredVault,
} from '@signet/vault';
import { secondFactorLimits } from '@signet/contracts/second-factors';
import { eq } from 'drizzle-orm';
import { authenticators } from '../db/schema.ts';
import { codeAt, createCitizen, recoveryDigest, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { listeningAgency, type Told } from '../testing/listening-agency.ts';
import { createPasskey } from '../testing/passkey.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
const prf = new Uint8Array(32).fill(3);
let house: House;
let owner: TestCitizen;
let secret: string;
let open: OpenVault;
let count = 0;
let told: Told;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  owner = createCitizen(house, `factors-${(count += 1)}@example.test`);
  ({ secret, open } = await owner.signUp(password));
  told = await listeningAgency(house, open.accountId);
});

type Options = { readonly challenge: string };
const challengeOf = ({ options }: { options: object }) => (options as Options).challenge;
const listed = async () => (await owner.ask('readSecondFactors', {})).value.secondFactors;
const lettersOf = async () => (await house.lettersTo(owner.email)).map(({ kind }) => kind);
const readVault = async () => (await owner.ask('readVault', {})).value.vault as StoredVault;

async function addPasskey(passkey = createPasskey()) {
  const begun = await owner.ask('beginPasskey', {});
  if (begun.status !== 200) return { passkey, finished: begun };
  const challenge = challengeOf(begun.value);
  const response = passkey.register({ challenge, origin: house.issuer });
  return { passkey, finished: await owner.ask('finishPasskey', { response: response as never }) };
}

/** Signs in at another browser up to the second step. */
async function atSecondStep(): Promise<TestCitizen> {
  house.wait(11 * minute);
  const one = createCitizen(house, owner.email);
  await one.provePassword(password);
  return one;
}

async function letOpen(credentialId: string) {
  const slotId = await passkeySlotId(credentialId);
  const stored = await readVault();
  const exportKey = await owner.unlock(password);
  const request = { vault: open, stored, secret: { kind: 'password', exportKey } as const };
  const begun = await addPasskeySlot({ ...request, slotId, prf });
  if (!begun.ok) throw new Error(begun.error.type);
  await owner.keepPending(open, { change: { kind: 'slot', slot: begun.value as never } });
  const { change } = (await owner.ask('readPending', {})).value;
  if (change?.kind !== 'slot') throw new Error('nothing is pending');
  const proven = await provePendingSlot({
    vault: open,
    stored,
    secret: { kind: 'passkey', slotId, prf },
    pending: change.slot as PendingSlot,
  });
  if (!proven.ok) throw new Error(proven.error.type);
  const committed = await owner.ask('commitSlot', proven.value.commit as never);
  open = proven.value.next;
  return committed;
}

describe('a further second factor (AUTH-15)', () => {
  test('is added within the session, and its owner and agencies are told (AGENCY-11)', async () => {
    const before = owner.session();
    expect((await addPasskey()).finished.status).toBe(200);
    expect(owner.session()).toBe(before);
    expect((await listed()).map(({ kind }) => kind)).toEqual(['totp', 'passkey']);
    expect(await lettersOf()).toContain('second-factor-added');
    expect(told()).toEqual(['recovery-information-changed']);
  });

  test('is not added by a session whose password was given long ago', async () => {
    for (let passed = 0; passed < 16; passed += 8) {
      house.wait(8 * minute);
      await owner.ask('extendSession', {});
    }
    for (const begin of ['beginPasskey', 'beginTotp', 'makeBackupCodes'] as const)
      expect((await owner.ask(begin, {})).problem.code).toBe('unlock_required');
    const [only] = await listed();
    const removed = await owner.ask('removeSecondFactor', { id: only?.id as never });
    expect(removed.problem.code).toBe('unlock_required');
    expect(await listed()).toHaveLength(1);
    await owner.unlock(password);
    expect((await addPasskey()).finished.status).toBe(200);
  });

  test('is one of a few', async () => {
    for (let many = 1; many < secondFactorLimits.totp; many += 1) await owner.addTotp();
    expect((await listed()).length).toBe(secondFactorLimits.totp);
    expect((await owner.ask('beginTotp', {})).problem.code).toBe('limit_reached');
  });

  test('signs in as the first one does', async () => {
    const { passkey } = await addPasskey();
    const one = await atSecondStep();
    const begun = await one.ask('beginPasskeySignIn', {});
    const response = passkey.use({ challenge: challengeOf(begun.value), origin: house.issuer });
    expect((await one.ask('finishPasskeySignIn', { response: response as never })).status).toBe(
      200,
    );
  });
});

describe('removing one (AUTH-15)', () => {
  test('the last one stays, also beside backup codes, which run out', async () => {
    await owner.ask('makeBackupCodes', {});
    const app = (await listed()).find(({ kind }) => kind === 'totp');
    const removed = await owner.ask('removeSecondFactor', { id: app?.id as never });
    expect(removed.problem.code).toBe('last_second_factor');
    expect(await listed()).toHaveLength(2);
  });

  test('backup codes go only while another one is left', async () => {
    await owner.ask('makeBackupCodes', {});
    const [app, codes] = await listed();
    const removal = { id: codes?.id as never };
    // As “this wasn’t me” may leave it.
    house.bff.db
      .delete(authenticators)
      .where(eq(authenticators.id, app?.id as never))
      .run();
    const alone = await owner.ask('removeSecondFactor', removal);
    expect(alone.problem.code).toBe('last_second_factor');
    await owner.addTotp();
    expect((await owner.ask('removeSecondFactor', removal)).status).toBe(200);
  });

  test('what was removed signs nobody in, and its owner and agencies are told (AGENCY-11)', async () => {
    await addPasskey();
    told();
    const app = (await listed()).find(({ kind }) => kind === 'totp');
    expect((await owner.ask('removeSecondFactor', { id: app?.id as never })).status).toBe(200);
    expect(told()).toEqual(['recovery-information-changed']);
    const one = await atSecondStep();
    const { problem } = await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
    expect(problem.code).toBe('wrong_code');
    expect(await lettersOf()).toContain('second-factor-removed');
  });

  test('of two that are removed at the same time one stays', async () => {
    await addPasskey();
    await addPasskey();
    const [app, ...passkeys] = await listed();
    await owner.ask('removeSecondFactor', { id: app?.id as never });
    const both = await Promise.all(
      passkeys.map(({ id }) => owner.ask('removeSecondFactor', { id })),
    );
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409,
    ]);
    expect(await listed()).toHaveLength(1);
  });

  test('another person’s is not there', async () => {
    const neighbour = createCitizen(house, `neighbour-${count}@example.test`);
    await neighbour.signUp(password);
    const [theirs] = (await neighbour.ask('readSecondFactors', {})).value.secondFactors;
    await addPasskey();
    const removed = await owner.ask('removeSecondFactor', { id: theirs?.id as never });
    expect(removed.problem.code).toBe('not_found');
  });

  test('a passkey that opens the vault is shut out by a new root key first', async () => {
    const { passkey } = await addPasskey();
    const credentialId = passkey.register({ challenge: 'AAAA', origin: house.issuer }).id;
    expect((await letOpen(credentialId)).status).toBe(200);
    const id = (await listed()).find(({ kind }) => kind === 'passkey')?.id as never;
    expect((await owner.ask('removeSecondFactor', { id })).problem.code).toBe('still_opens_vault');

    const exportKey = await owner.unlock(password);
    const stored = await readVault();
    const rotated = await rotateRootKey({
      vault: open,
      stored,
      secret: { kind: 'password', exportKey },
      passwordSecret: exportKey.slice(),
      passkeys: [],
    });
    if (!rotated.ok) throw new Error(rotated.error.type);
    const { pending, recoveryKey, writeProofDigest } = rotated.value;
    const kept = await owner.keepPending(open, {
      change: { kind: 'vault', vault: pending as never },
      recoveryProofDigest: await recoveryDigest(open.accountId, recoveryKey),
      writeProofDigest,
    });
    expect(kept.status).toBe(200);
    const { change } = (await owner.ask('readPending', {})).value;
    if (change?.kind !== 'vault') throw new Error('nothing is pending');
    const proven = await provePendingVault({
      vault: open,
      stored,
      pending: change.vault as PendingVault,
      secrets: [
        { kind: 'password', exportKey },
        { kind: 'recovery-key', key: recoveryKey },
      ],
    });
    if (!proven.ok) throw new Error(proven.error.type);
    expect((await owner.ask('commitVault', proven.value.commit as never)).status).toBe(200);

    expect((await owner.ask('removeSecondFactor', { id })).status).toBe(200);
    // The password was not changed with it.
    expect((await (await atSecondStep()).ask('readSession', {})).value.stage).toBe('first-factor');
    expect(await lettersOf()).not.toContain('password-changed');
  });
});

describe('backup codes (AUTH-16)', () => {
  const made = async () => (await owner.ask('makeBackupCodes', {})).value.codes;

  test('are ten, all different, and no byte of them is kept', async () => {
    const codes = await made();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
      expect(house.bytesAtRest().includes(code)).toBe(false);
    }
  });

  test('each signs in once', async () => {
    const [code = ''] = await made();
    const one = await atSecondStep();
    expect((await one.ask('submitBackupCode', { code })).status).toBe(200);
    const { secondFactors } = (await one.ask('readSecondFactors', {})).value;
    expect(secondFactors.find(({ kind }) => kind === 'backup-codes')?.codesLeft).toBe(9);
    const again = await (await atSecondStep()).ask('submitBackupCode', { code });
    expect(again.problem).toMatchObject({ code: 'wrong_code', attemptsLeft: 9 });
  });

  test('of another person do not', async () => {
    const neighbour = createCitizen(house, `codes-${count}@example.test`);
    await neighbour.signUp(password);
    const [code = ''] = (await neighbour.ask('makeBackupCodes', {})).value.codes;
    await made();
    const tried = await (await atSecondStep()).ask('submitBackupCode', { code });
    expect(tried.problem.code).toBe('wrong_code');
  });

  test('of an older set are void', async () => {
    const [old = ''] = await made();
    await made();
    const tried = await (await atSecondStep()).ask('submitBackupCode', { code: old });
    expect(tried.problem.code).toBe('wrong_code');
  });

  test('share the limit of all second factors', async () => {
    await made();
    const one = await atSecondStep();
    const wrong = { code: '000000000000' };
    for (let left = 9; left >= 0; left -= 1)
      expect((await one.ask('submitBackupCode', wrong)).problem.attemptsLeft).toBe(left);
    expect((await one.ask('submitBackupCode', wrong)).status).toBe(429);
    expect((await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) })).status).toBe(
      429,
    );
  });

  test('that run low are announced, and a list that is used up is gone', async () => {
    const codes = await made();
    for (const code of codes) {
      expect(await lettersOf().then((all) => all.includes('backup-codes-low'))).toBe(
        codes.indexOf(code) > 7,
      );
      const one = await atSecondStep();
      expect((await one.ask('submitBackupCode', { code })).status).toBe(200);
      owner = one;
    }
    expect((await listed()).map(({ kind }) => kind)).toEqual(['totp']);
  });
});

describe('a passkey alone (AUTH-17)', () => {
  async function begun() {
    const one = createCitizen(house, owner.email);
    const { value } = await one.ask('beginPasskeyOnly', {});
    expect(value.options).toMatchObject({ userVerification: 'required', allowCredentials: [] });
    return { one, attemptId: value.attemptId, challenge: challengeOf(value) };
  }
  const stageOf = async (one: TestCitizen) => (await one.ask('readSession', {})).value.stage;

  test('signs in, and is told whose account it is', async () => {
    const { passkey } = await addPasskey();
    const { one, attemptId, challenge } = await begun();
    const response = passkey.use({ challenge, origin: house.issuer }) as never;
    const finished = await one.ask('finishPasskeyOnly', { attemptId, response });
    expect(finished.value).toEqual({ accountId: open.accountId });
    expect(await stageOf(one)).toBe('signed-in');
    // It stands in for the password for a quarter of an hour.
    expect((await one.ask('beginTotp', {})).status).toBe(200);
  });

  test.each<[string, (challenge: string, own: ReturnType<typeof createPasskey>) => object]>([
    ['of nobody', (challenge) => createPasskey().use({ challenge, origin: house.issuer })],
    [
      'without user verification',
      (challenge, own) => own.use({ challenge, origin: house.issuer, verified: false }),
    ],
    ['for another challenge', (_, own) => own.use({ challenge: 'AAAA', origin: house.issuer })],
    ['at another origin', (challenge, own) => own.use({ challenge, origin: 'https://x.test' })],
    [
      'signed by another key',
      (challenge, own) => ({
        ...own.use({ challenge, origin: house.issuer }),
        response: createPasskey().use({ challenge, origin: house.issuer }).response,
      }),
    ],
    ['that is no answer at all', () => ({ id: 7 })],
  ])('%s does not', async (_how, make) => {
    const { passkey } = await addPasskey();
    const { one, attemptId, challenge } = await begun();
    const response = make(challenge, passkey) as never;
    const { problem } = await one.ask('finishPasskeyOnly', { attemptId, response });
    expect(problem.code).toBe('wrong_passkey');
    expect(await stageOf(one)).toBe('none');
  });

  test('answers a challenge once, and within ten minutes', async () => {
    const { passkey } = await addPasskey();
    const first = await begun();
    const use = ({ challenge }: { challenge: string }) =>
      passkey.use({ challenge, origin: house.issuer }) as never;
    const { attemptId } = first;
    await first.one.ask('finishPasskeyOnly', { attemptId, response: use(first) });
    const again = await first.one.ask('finishPasskeyOnly', { attemptId, response: use(first) });
    expect(again.problem.code).toBe('wrong_passkey');
    const late = await begun();
    house.wait(10 * minute);
    const { problem } = await late.one.ask('finishPasskeyOnly', {
      attemptId: late.attemptId,
      response: use(late),
    });
    expect(problem.code).toBe('wrong_passkey');
  });

  test('proves its owner again within the session, in the place of the password', async () => {
    const { passkey } = await addPasskey();
    for (let passed = 0; passed < 16; passed += 8) {
      house.wait(8 * minute);
      await owner.ask('extendSession', {});
    }
    expect((await owner.ask('makeBackupCodes', {})).problem.code).toBe('unlock_required');
    const unlocking = await owner.ask('beginPasskeyUnlock', {});
    const challenge = challengeOf(unlocking.value);
    const response = passkey.use({ challenge, origin: house.issuer }) as never;
    expect((await owner.ask('finishPasskeyUnlock', { response })).value).toEqual({
      accountId: open.accountId,
    });
    expect((await owner.ask('makeBackupCodes', {})).status).toBe(200);
    const replayed = await owner.ask('finishPasskeyUnlock', { response });
    expect(replayed.problem.code).toBe('wrong_passkey');
  });

  test('another person’s passkey does not', async () => {
    await addPasskey();
    const neighbour = createCitizen(house, `only-${count}@example.test`);
    await neighbour.signUp(password);
    const theirs = createPasskey();
    const made = await neighbour.ask('beginPasskey', {});
    const registered = theirs.register({
      challenge: challengeOf(made.value),
      origin: house.issuer,
    }) as never;
    await neighbour.ask('finishPasskey', { response: registered });
    const { value } = await owner.ask('beginPasskeyUnlock', {});
    const response = theirs.use({ challenge: challengeOf(value), origin: house.issuer }) as never;
    const { problem } = await owner.ask('finishPasskeyUnlock', { response });
    expect(problem.code).toBe('wrong_passkey');
  });
});
