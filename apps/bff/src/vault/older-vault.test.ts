import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PendingChange } from '@signet/contracts/ceremonies';
import { problemStatus } from '@signet/contracts/problem';
import {
  openVault,
  reissueRecoveryKey,
  sealRecord,
  writeProof,
  type OpenVault,
  type StoredVault,
} from '@signet/vault';
import { pendingChanges, vaults } from '../db/schema.ts';
import { createCitizen, recoveryDigest, type TestCitizen } from '../testing/citizen.ts';
import { keep, proveSlot, turnRootKey, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';
import { writeKeyDown } from '../testing/write-key-down.ts';

const purpose = 'proofing-draft';
const password = 'a quiet harbor before seven';
const strangers = 'A'.repeat(43);
let house: House;
let owner: TestCitizen;
let open: OpenVault;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(11 * 60_000);
  owner = createCitizen(house, `older-${(count += 1)}@example.test`);
  ({ open } = await owner.signUp(password));
  house.bff.db.update(vaults).set({ writeProofDigest: null }).run();
});

const readVault = async () => (await owner.ask('readVault', {})).value.vault as StoredVault;

/** How a record is answered; with the proof of whoever holds the root key, or with another. */
async function write(proof?: string): Promise<string | number> {
  const { record, manifest, expectedManifestVersion, writeProof, next } = await sealRecord(
    open,
    purpose,
    new Uint8Array([1]),
  );
  const input = { record, manifest, expectedManifestVersion, writeProof: proof ?? writeProof };
  const { status, problem } = await owner.ask('writeRecord', input as never);
  if (status !== 200) return problem.code;
  open = next;
  return status;
}

/** What its owner keeps and means to commit, and what opens the vault from then on. */
type Begun = {
  readonly commit: () => Promise<{ readonly status: number }>;
  readonly opened: () => Promise<OpenVault>;
};
const changes = {
  'another recovery key': async (): Promise<Begun> => {
    const secret = { kind: 'password', exportKey: await owner.unlock(password) } as const;
    const stored = await readVault();
    const begun = value(await reissueRecoveryKey({ vault: open, stored, secret }));
    const { pending, recoveryKey } = begun;
    await keep(
      { citizen: owner, open },
      {
        change: { kind: 'slot', slot: pending as never },
        recoveryProofDigest: await recoveryDigest(open.accountId, recoveryKey),
      },
    );
    let next = open;
    const commit = async () => {
      const from = { citizen: owner, open } as Parameters<typeof proveSlot>[0];
      const proved = await proveSlot(from, { kind: 'recovery-key', key: recoveryKey });
      next = proved.next;
      return proved.commit();
    };
    return { commit, opened: async () => next };
  },
  'another root key': async (): Promise<Begun> => {
    const exportKey = await owner.unlock(password);
    const secret = { kind: 'password', exportKey: exportKey.slice() } as const;
    const from = { citizen: owner, open, stored: await readVault() };
    const { commit } = await turnRootKey(from, secret, () => exportKey.slice(), { passkeys: [] });
    const opened = async () => {
      const { accountId } = open;
      const again = { kind: 'password', exportKey: exportKey.slice() } as const;
      return value(await openVault({ stored: await readVault(), accountId, secret: again }));
    };
    return { commit, opened };
  },
};

/** The same change, as whoever copied the session's cookie keeps it anew, with a proof of their own. */
async function keptByThief(found?: PendingChange | null): Promise<number> {
  const change = found ?? (await owner.ask('readPending', {})).value.change;
  if (change === null) throw new Error('nothing is kept');
  const kept = await owner.ask('keepPending', {
    change,
    recoveryProofDigest: strangers,
    writeProof: strangers,
    ...(change.kind === 'vault' ? { writeProofDigest: strangers } : {}),
  });
  return kept.status;
}

describe('a vault that is older than the proof of a writer (VAULT-11)', () => {
  test('is written as before, and from its first write on under its root key alone', async () => {
    expect(await write()).toBe(200);
    expect(await write(strangers)).toBe('unlock_required');
    await owner.unlock(password);
    const kept = await owner.ask('keepPending', {
      change: {
        kind: 'vault',
        vault: { vault: (await readVault()) as never, proofDigest: strangers },
      },
      recoveryProofDigest: strangers,
      writeProof: strangers,
      writeProofDigest: strangers,
    });
    expect(kept.problem.code).toBe('unlock_required');
    expect(await write()).toBe(200);
  });

  test('so it is where its first write removes a record', async () => {
    open = await writeKeyDown(owner, open);
    expect(await write(strangers)).toBe('unlock_required');
    expect(await write()).toBe(200);
  });

  test('follows its root key from then on: by the one before it nothing is written', async () => {
    expect(await write()).toBe(200);
    const { proof } = await writeProof(open);
    const { commit, opened } = await changes['another root key']();
    expect((await commit()).status).toBe(200);
    open = await opened();
    expect(await write(proof)).toBe('unlock_required');
    expect(await write()).toBe(200);
  });

  test.each(Object.entries(changes))(
    'stays its owner’s where somebody without the root key keeps %s anew that its owner commits',
    async (_what, begin) => {
      const { commit, opened } = await begin();
      expect(await keptByThief()).toBe(200);
      expect((await commit()).status).toBe(200);
      open = await opened();
      expect(await write()).toBe(200);
      expect(await write(strangers)).toBe('unlock_required');
    },
  );

  test.each(Object.entries(changes))(
    'keeps nothing that was kept without the root key, once it was written: %s',
    async (_what, begin) => {
      await begin();
      expect(await keptByThief()).toBe(200);
      expect(await write()).toBe(200);
      // A whole vault of a later version could be committed after this write.
      expect((await owner.ask('readPending', {})).value.change).toBeNull();
    },
  );

  test.each(Object.entries(changes))(
    'nor what is kept without it at the very moment of that write: %s',
    async (_what, begin) => {
      await begin();
      const { change } = (await owner.ask('readPending', {})).value;
      const { proofDigest } = await writeProof(open);
      const { db } = house.bff;
      const transaction = db.transaction.bind(db);
      // The request was read, and waited; then the write came first.
      vi.spyOn(db, 'transaction').mockImplementationOnce((...work) => {
        db.update(vaults).set({ writeProofDigest: proofDigest }).run();
        db.delete(pendingChanges).run();
        return transaction(...work);
      });
      expect(await keptByThief(change)).toBe(problemStatus.unlock_required);
      expect((await owner.ask('readPending', {})).value.change).toBeNull();
    },
  );
});
