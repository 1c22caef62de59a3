import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  changePasswordSlot,
  openVault,
  provePendingSlot,
  provePendingVault,
  recoveryLoginProof,
  refreshVault,
  reissueRecoveryKey,
  rotateRootKey,
  sealRecord,
  type OpenVault,
  type PendingSlot,
  type RecordPurpose,
  type RecoveryKey,
  type StoredVault,
  type VaultSecret,
} from '@signet/vault';
import { stretchingFloor, stretchingOfNewPasswords } from '@signet/contracts/key-stretching';
import { codeAt, createCitizen, recoveryDigest, type TestCitizen } from '../testing/citizen.ts';
import { emailIndex } from '../accounts.ts';
import { pendingChanges } from '../db/schema.ts';
import { countGuess, guessedFrom } from '../limits/guesses.ts';
import { limitTable } from '../limits/limits.ts';
import { openHouse, type House } from '../testing/house.ts';
import { listeningAgency, type Told } from '../testing/listening-agency.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
const newPassword = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
let secret: string;
let open: OpenVault;
let recoveryKey: RecoveryKey;
let count = 0;
let told: Told;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(11 * minute);
  owner = createCitizen(house, `ceremony-${(count += 1)}@example.test`);
  ({ secret, open, recoveryKey } = await owner.signUp(password));
  told = await listeningAgency(house, open.accountId);
});

const readVault = async () => (await owner.ask('readVault', {})).value.vault as StoredVault;
const readPending = async () => (await owner.ask('readPending', {})).value.change;
const value = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

async function write(purpose: RecordPurpose) {
  const { record, ...sealed } = await sealRecord(open, purpose, new Uint8Array([1]));
  const { manifest, expectedManifestVersion, writeProof } = sealed;
  const input = { record, manifest, expectedManifestVersion, writeProof };
  expect((await owner.ask('writeRecord', input as never)).status).toBe(200);
  return record;
}

/** The first phase of a new password, up to what the bff keeps. */
async function beginChange(stretching = stretchingOfNewPasswords) {
  const exportKey = await owner.unlock(password);
  const stored = await readVault();
  const registered = await owner.registerAgain(open.accountId, newPassword);
  const pending = value(
    await changePasswordSlot({
      vault: open,
      stored,
      secret: { kind: 'password', exportKey },
      newExportKey: registered.exportKey(),
    }),
  );
  const kept = await owner.keepPending(open, {
    change: { kind: 'slot', slot: pending as never },
    registration: { ...registered.registration, stretching },
  });
  return {
    pending,
    kept,
    newSecret: { kind: 'password', exportKey: registered.exportKey() } as const,
  };
}

async function prove(newSecret: VaultSecret) {
  const change = await readPending();
  if (change?.kind !== 'slot') throw new Error('no pending slot');
  const pending = change.slot as PendingSlot;
  return value(
    await provePendingSlot({ vault: open, stored: await readVault(), secret: newSecret, pending }),
  ).commit;
}

async function signIn(one: TestCitizen, attempt = password): Promise<boolean> {
  if ((await one.provePassword(attempt)).ke3?.status !== 200) return false;
  house.wait(30_000);
  return (await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) })).status === 200;
}

/** Signs in anew and opens the vault with a password; false when the password is not the one. */
async function opensWith(attempt: string): Promise<boolean> {
  const one = createCitizen(house, owner.email);
  if (!(await signIn(one, attempt))) return false;
  const exportKey = await one.unlock(attempt);
  const stored = (await one.ask('readVault', {})).value.vault as StoredVault;
  const opened = await openVault({
    stored,
    accountId: stored.accountId,
    secret: { kind: 'password', exportKey },
  });
  return opened.ok;
}

describe('what a new password was stretched with (VAULT-5)', () => {
  const more = { ...stretchingFloor, iterations: stretchingFloor.iterations + 1 };
  const told = async () => {
    house.wait(11 * 60_000);
    return (await createCitizen(house, owner.email).provePassword(password)).ke2.value.stretching;
  };

  test('is told from the commit on, with the new record', async () => {
    const { newSecret } = await beginChange();
    // As a later release would have kept it.
    house.bff.db.update(pendingChanges).set({ stretching: more }).run();
    expect(await told()).toEqual(stretchingOfNewPasswords);
    expect((await owner.ask('commitSlot', (await prove(newSecret)) as never)).status).toBe(200);
    expect(await told()).toEqual(more);
  });

  test.each([
    ['under the floor', { memory: 8 }],
    ['of no release', { memory: stretchingFloor.memory + 1 }],
  ])('%s is not kept', async (_what, own) => {
    const { kept } = await beginChange({ ...stretchingFloor, ...own });
    expect([kept.status, kept.problem.code]).toEqual([400, 'malformed_request']);
    expect(await readPending()).toBeNull();
  });
});

describe('a new password (VAULT-10)', () => {
  test('takes guesses again, where strangers had switched the old one off (AUTH-4)', async () => {
    const stranger = guessedFrom.anywhereElse(emailIndex(house.bff, owner.email));
    house.bff.db.transaction((tx) => {
      for (let nth = 0; nth < limitTable['password-guesses'].most; nth += 1)
        countGuess(house.bff, tx, 'password-guesses', stranger);
    });
    const elsewhere = createCitizen(house, owner.email);
    expect((await elsewhere.provePassword(password)).ke2.problem.code).toBe(
      'authenticator_disabled',
    );
    const { newSecret } = await beginChange();
    expect((await owner.ask('commitSlot', (await prove(newSecret)) as never)).status).toBe(200);
    expect(await opensWith(newPassword)).toBe(true);
  });

  test('opens the vault, the old one does not, also if a sign-in had begun with it (AUTH-11), and no record was sealed anew', async () => {
    const record = await write('sharing-history');
    const { newSecret } = await beginChange();
    const { finish } = await createCitizen(house, owner.email).beginToProve(password);
    expect((await owner.ask('commitSlot', (await prove(newSecret)) as never)).status).toBe(200);
    expect((await finish?.())?.ke3.status).toBe(401);
    expect(await opensWith(newPassword)).toBe(true);
    expect(await opensWith(password)).toBe(false);
    expect((await readVault()).records).toContainEqual(record);
    expect(await readPending()).toBeNull();
  });

  test('that was begun and not committed changes nothing', async () => {
    await beginChange();
    expect(told()).toEqual([]);
    expect(await opensWith(password)).toBe(true);
    expect(await opensWith(newPassword)).toBe(false);
  });

  test('is not committed twice, nor after the vault has moved on', async () => {
    const { newSecret } = await beginChange();
    const commit = await prove(newSecret);
    expect((await owner.ask('commitSlot', commit as never)).status).toBe(200);
    expect((await owner.ask('commitSlot', commit as never)).problem.code).toBe('vault_moved_on');
  });

  // prettier-ignore
  test.each<[string, (commit: Awaited<ReturnType<typeof prove>>) => object]>([
    ['another proof',         (commit) => ({ ...commit, proof: 'A'.repeat(43) })],
    ['another slot',          (commit) => ({ ...commit, slot: { ...commit.slot, epoch: commit.slot.epoch + 1 } })],
    ['records taken out that the manifest lists', (commit) => ({ ...commit, removeRecords: ['recovery-key-to-show'] })],
  ])('with %s is refused, and the old one opens', async (_what, change) => {
    const { newSecret } = await beginChange();
    const commit = change(await prove(newSecret));
    expect((await owner.ask('commitSlot', commit as never)).problem.code).toBe('malformed_request');
    expect(await opensWith(password)).toBe(true);
  });

  test.each(['registration', 'recoveryProofDigest'] as const)(
    'goes with its own %s and no other',
    async (field) => {
      const { pending } = await beginChange();
      const { problem } = await owner.keepPending(open, {
        change: { kind: 'slot', slot: pending as never },
        ...(field === 'recoveryProofDigest' ? { [field]: 'A'.repeat(43) } : {}),
      });
      expect(problem.code).toBe('malformed_request');
    },
  );
});

describe('who may change what opens the vault (AUTH-11)', () => {
  test('not a session that proved the password too long ago', async () => {
    house.wait(10 * minute);
    await owner.ask('extendSession', {});
    house.wait(6 * minute);
    const answers = await Promise.all([
      owner.ask('beginNewPassword', { registrationRequest: 'AAAA' }),
      owner.ask('commitVault', {
        manifest: open.manifest as never,
        expectedManifestVersion: 1,
        proof: 'A'.repeat(43),
      } as never),
    ]);
    expect(answers[0]?.problem.code).toBe('unlock_required');
    expect(answers[1]?.status).toBeGreaterThanOrEqual(400);
    await owner.unlock(password);
    expect((await beginChange()).kept.status).toBe(200);
  });

  test('the session that kept a change commits it, however long a key took to be written down, and no other', async () => {
    const elsewhere = createCitizen(house, owner.email);
    await signIn(elsewhere);
    const commit = await prove((await beginChange()).newSecret);
    for (let passed = 0; passed < 16; passed += 8) {
      house.wait(8 * minute);
      for (const one of [owner, elsewhere]) await one.ask('extendSession', {});
    }
    expect((await elsewhere.ask('commitSlot', commit as never)).problem.code).toBe(
      'unlock_required',
    );
    expect((await owner.ask('commitSlot', commit as never)).status).toBe(200);
  });

  test('the other sessions end, other browsers are strangers (AUTH-22), and the owner and agencies are told (AGENCY-11)', async () => {
    const thief = createCitizen(house, owner.email);
    thief.browser.keep(`__Host-signet=${owner.session()}; Path=/`);
    const elsewhere = createCitizen(house, owner.email);
    await signIn(elsewhere);
    const { newSecret } = await beginChange();
    await owner.ask('commitSlot', (await prove(newSecret)) as never);
    expect((await elsewhere.ask('readSession', {})).value.stage).toBe('none');
    expect((await owner.ask('readSession', {})).value.stage).toBe('signed-in');
    expect(told()).toEqual(['password-reset']);
    const last = async () => (await house.lettersTo(owner.email)).at(-1)?.kind;
    await signIn(owner, newPassword);
    expect(await last()).toBe('password-changed');
    await signIn(elsewhere, newPassword);
    expect(await last()).toBe('new-device');
  });
});

test('a new recovery key takes the place of the old one, and agencies are told (VAULT-10, AGENCY-11)', async () => {
  const begun = await makeNewKey();
  expect((await proveRecovery(recoveryKey)).status).toBe(401);
  expect((await proveRecovery(begun.recoveryKey)).status).toBe(200);
  expect((await house.lettersTo(owner.email)).map(({ kind }) => kind)).toContain(
    'recovery-key-changed',
  );
  expect(told()).toEqual(['recovery-information-changed', 'recovery-activated']);
});

async function makeNewKey(current = password) {
  open = await refreshVault(open, await readVault());
  const exportKey = await owner.unlock(current);
  const begun = value(
    await reissueRecoveryKey({
      vault: open,
      stored: await readVault(),
      secret: { kind: 'password', exportKey },
    }),
  );
  await owner.keepPending(open, {
    change: { kind: 'slot', slot: begun.pending as never },
    recoveryProofDigest: await recoveryDigest(open.accountId, begun.recoveryKey),
  });
  const commit = await prove({ kind: 'recovery-key', key: begun.recoveryKey });
  expect((await owner.ask('commitSlot', commit as never)).status).toBe(200);
  return begun;
}

async function proveRecovery(key: RecoveryKey, one = createCitizen(house, owner.email)) {
  const { value: begun } = await one.ask('beginRecovery', { email: one.email });
  const proof = Buffer.from(await recoveryLoginProof(begun.accountId, key)).toString('base64url');
  return one.ask('finishRecovery', { attemptId: begun.attemptId, proof });
}

describe('a forgotten password (AUTH-10)', () => {
  test('until there is another one the key opens nothing but the vault, nothing is shared, and every address and agency is told (AGENCY-11)', async () => {
    await owner.ask('endSession', {});
    const one = createCitizen(house, owner.email);
    await proveRecovery(recoveryKey, one);
    expect((await house.lettersTo(owner.email)).at(-1)?.kind).toBe('recovery-key-used');
    expect(told()).toEqual(['recovery-activated']);
    house.wait(30_000);
    await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
    expect((await one.ask('readVault', {})).status).toBe(200);
    const refused = ['makeBackupCodes', 'readEmails', 'deleteAccount', 'startProofing'] as const;
    for (const name of refused)
      expect((await one.ask(name, {})).problem.code, name).toBe('password_change_due');
    const begun = await one.ask('beginUnlock', { startLoginRequest: 'A'.repeat(128) });
    expect(begun.problem.code).toBe('password_change_due');
    // The page was left. Whoever comes by the password chooses another one, and then makes a key, before anything is shared.
    await one.ask('endSession', {});
    owner = createCitizen(house, owner.email);
    await signIn(owner);
    const session = async () => (await owner.ask('readSession', {})).value;
    expect(await session()).toMatchObject({ due: 'new-password' });
    expect((await owner.ask('readEmails', {})).status).toBe(200);
    const { newSecret } = await beginChange();
    await owner.ask('commitSlot', (await prove(newSecret)) as never);
    expect(await session()).toMatchObject({ due: 'new-recovery-key' });
    await makeNewKey(newPassword);
    expect(await session()).toMatchObject({ due: null });
  });

  test('is replaced with the recovery key and the second factor; everything is there, under new keys', async () => {
    await write('credentials');
    owner = createCitizen(house, owner.email);
    expect((await proveRecovery(recoveryKey, owner)).value.secondFactors).toEqual(['totp']);
    expect((await owner.ask('readVault', {})).problem.code).toBe('second_factor_required');
    house.wait(30_000);
    await owner.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });

    const stored = await readVault();
    const old: VaultSecret = { kind: 'recovery-key', key: recoveryKey };
    open = value(await openVault({ stored, accountId: stored.accountId, secret: old }));
    const registered = await owner.registerAgain(stored.accountId, newPassword);
    const rotation = value(
      await rotateRootKey({
        vault: open,
        stored,
        secret: old,
        passwordSecret: registered.exportKey(),
        passkeys: [],
      }),
    );
    const kept = await owner.keepPending(open, {
      change: { kind: 'vault', vault: rotation.pending as never },
      registration: registered.registration,
      recoveryProofDigest: await recoveryDigest(stored.accountId, rotation.recoveryKey),
      writeProofDigest: rotation.writeProofDigest,
    });
    expect(kept.status).toBe(200);
    const change = await readPending();
    if (change?.kind !== 'vault') throw new Error('no pending vault');
    const { commit } = value(
      await provePendingVault({
        vault: open,
        stored: await readVault(),
        pending: change.vault as never,
        secrets: [
          { kind: 'password', exportKey: registered.exportKey() },
          { kind: 'recovery-key', key: rotation.recoveryKey },
        ],
      }),
    );
    expect((await owner.ask('commitVault', commit as never)).status).toBe(200);
    expect(told()).toEqual([
      'recovery-activated',
      'password-reset',
      'recovery-information-changed',
    ]);
    expect(await opensWith(newPassword)).toBe(true);
    expect(await opensWith(password)).toBe(false);
    const after = await readVault();
    expect(after.records.map(({ purpose }) => purpose)).toContain('credentials');
    expect(
      after.slots.every(({ sealed }) => !stored.slots.some((one) => one.sealed === sealed)),
    ).toBe(true);
    expect((await proveRecovery(recoveryKey)).status).toBe(401);
    expect((await proveRecovery(rotation.recoveryKey)).status).toBe(200);
  });

  test('when the key was made and checked is told to its owner, and begins anew with another key (AUTH-24)', async () => {
    const times = async () => (await owner.ask('readRecovery', {})).value;
    expect(await times()).toEqual({ keyMadeAt: null, keyCheckedAt: null });
    expect((await owner.ask('noteRecoveryKeyChecked', {})).problem.code).toBe('not_found');
    await makeNewKey();
    const made = await times();
    expect(Date.parse(made.keyMadeAt ?? '')).toBeCloseTo(house.bff.now(), -4);
    expect(made.keyCheckedAt).toBeNull();
    house.wait(minute);
    const { value: noted } = await owner.ask('noteRecoveryKeyChecked', {});
    expect(await times()).toEqual({ ...made, ...noted });
    expect(Date.parse(noted.keyCheckedAt)).toBeGreaterThan(Date.parse(made.keyMadeAt ?? ''));
    await makeNewKey();
    expect((await times()).keyCheckedAt).toBeNull();
  });
});
