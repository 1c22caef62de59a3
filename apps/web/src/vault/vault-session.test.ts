import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { rotateRootKey, sealRecord, type StoredVault } from '@signet/vault';
import { hearTabs, nameOfTabs } from '../app/other-tabs.ts';
import { accountId } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { newVault, writeElsewhere } from '../testing/stored-vault.ts';
import { holdSecret, holdVault, isUnlocked, lock, vaultAccountId } from './this-tab.ts';
import {
  changeRecord,
  hasRecord,
  opensWithRecoveryKey,
  openWithSecret,
  readRecord,
  removeRecord,
  takeOver,
  writeRecord,
} from './vault-session.ts';

let vault: Awaited<ReturnType<typeof newVault>>;

beforeEach(async () => {
  lock();
  vault = await newVault();
});
afterEach(() => lock());

const bff = (answers: Answers = {}) => pretendBff({ ...vault.answers, ...answers });
const bytes = (text: string) => new TextEncoder().encode(text);
const textIn = async (purpose: Parameters<typeof readRecord>[0]) => {
  const content = await readRecord(purpose);
  return content === undefined ? undefined : new TextDecoder().decode(content);
};
const isWiped = (secret: Uint8Array) => secret.every((byte) => byte === 0);
const problem = (code: string) => ({ ok: false, error: { type: 'problem', code } });

describe('a vault opens with the secret that waits (AUTH-5)', () => {
  // Every test has a vault of its own for the same account; this is the one that its page has seen.
  beforeEach(() => holdVault(vault.open, vault.kept.stored));

  test('and the secret is wiped', async () => {
    bff();
    const exportKey = vault.exportKey();
    holdSecret(accountId, { kind: 'password', exportKey });
    expect(isUnlocked()).toBe(false);
    expect(await openWithSecret()).toEqual({ ok: true, value: true });
    expect([isUnlocked(), vaultAccountId(), isWiped(exportKey)]).toEqual([true, accountId, true]);
    expect(await openWithSecret()).toEqual(problem('unlock_required'));
  });

  // prettier-ignore
  const failures: [string, Answers, string, string][] = [
    ['the bff does not hand it over', { readVault: () => refused('signed_out') }, accountId, 'signed_out'],
    ['it is of another account', {}, 'sub_00000000000000000000000002', 'internal_error'],
    ['the network is down', { readVault: () => new Response('<p>') }, accountId, 'no_answer'],
  ];
  test.each(failures)(
    'but not when %s, and the secret is wiped all the same',
    async (_what, answers, owner, code) => {
      bff(answers);
      const exportKey = vault.exportKey();
      holdSecret(owner, { kind: 'password', exportKey });
      expect(await openWithSecret()).toEqual(problem(code));
      expect([isUnlocked(), isWiped(exportKey)]).toEqual([false, true]);
    },
  );

  test('but not with another secret', async () => {
    bff();
    holdSecret(accountId, { kind: 'password', exportKey: new Uint8Array(64).fill(1) });
    expect(await openWithSecret()).toEqual(problem('wrong_credentials'));
    expect(isUnlocked()).toBe(false);
  });

  test('but not when what is stored was altered (VAULT-7)', async () => {
    const { records } = vault.kept.stored;
    vault.kept.stored = { ...vault.kept.stored, records: [] };
    bff();
    holdSecret(accountId, { kind: 'password', exportKey: vault.exportKey() });
    expect(records).toHaveLength(1);
    expect(await openWithSecret()).toEqual(problem('internal_error'));
    expect(isUnlocked()).toBe(false);
  });

  test('but not when it was locked while it opened', async () => {
    const readVault = vault.answers.readVault;
    bff({
      readVault: (...asked) => {
        lock();
        return readVault?.(...asked);
      },
    });
    holdSecret(accountId, { kind: 'password', exportKey: vault.exportKey() });
    expect((await openWithSecret()).ok).toBe(false);
    expect(isUnlocked()).toBe(false);
  });

  test('but not when it was locked in the very moment in which it opened', async () => {
    bff();
    const verify = crypto.subtle.verify.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'verify').mockImplementationOnce(
      async (...asked: Parameters<typeof verify>) => {
        lock();
        return verify(...asked);
      },
    );
    holdSecret(accountId, { kind: 'password', exportKey: vault.exportKey() });
    expect(await openWithSecret()).toEqual(problem('unlock_required'));
    expect(isUnlocked()).toBe(false);
  });
});

describe('locking', () => {
  test('drops the vault, and closes it for whoever still holds it (VAULT-8)', async () => {
    bff();
    holdVault(vault.open, vault.kept.stored);
    lock();
    expect([isUnlocked(), vaultAccountId()]).toEqual([false, undefined]);
    await expect(readRecord('credentials')).rejects.toMatchObject({ code: 'closed' });
    await expect(writeRecord('credentials', bytes('x'))).rejects.toMatchObject({ code: 'closed' });
    await expect(sealRecord(vault.open, 'credentials', bytes('x'))).rejects.toMatchObject({
      code: 'closed',
    });
  });

  test('wipes a secret that waits, and so does whoever signs in next', () => {
    const [mine, next] = [vault.exportKey(), vault.exportKey()];
    holdSecret(accountId, { kind: 'password', exportKey: mine });
    holdSecret(accountId, { kind: 'password', exportKey: next });
    expect([isWiped(mine), isWiped(next)]).toEqual([true, false]);
    lock();
    expect(isWiped(next)).toBe(true);
  });

  describe('does not forget which state of the vault this page has seen (VAULT-7)', () => {
    const unlockAgain = async (stored: StoredVault) => {
      lock();
      bff({ readVault: () => ({ vault: stored, manifestVersion: 1 }) });
      holdSecret(accountId, { kind: 'password', exportKey: vault.exportKey() });
      return openWithSecret();
    };
    const before = async () => {
      bff();
      holdVault(vault.open, vault.kept.stored);
      const older = vault.kept.stored;
      const { record, manifest } = await sealRecord(vault.open, 'credentials', bytes('the other'));
      await writeRecord('credentials', bytes('mine'));
      const other = { ...older, manifest, records: [...older.records, record] };
      return { older, other, newest: vault.kept.stored };
    };

    test('an older one is refused', async () => {
      expect(await unlockAgain((await before()).older)).toEqual(problem('internal_error'));
      expect(isUnlocked()).toBe(false);
    });

    test('another one of the same version is refused', async () => {
      expect(await unlockAgain((await before()).other)).toEqual(problem('internal_error'));
      expect(isUnlocked()).toBe(false);
    });

    test('the newest one opens', async () => {
      expect((await unlockAgain((await before()).newest)).ok).toBe(true);
      expect(await textIn('credentials')).toBe('mine');
    });
  });

  test('drops the open vault when someone signs in anew', () => {
    holdVault(vault.open, vault.kept.stored);
    holdSecret(accountId, { kind: 'password', exportKey: vault.exportKey() });
    expect(isUnlocked()).toBe(false);
  });
});

describe('a recovery key that is looked at (AUTH-24)', () => {
  beforeEach(() => holdVault(vault.open, vault.kept.stored));

  test('opens the vault or does not, and nothing that depends on it is sent', async () => {
    const { asked, bodies } = bff();
    const other = await newVault();
    expect(await opensWithRecoveryKey(vault.recoveryKey)).toEqual({ ok: true, value: true });
    expect(await opensWithRecoveryKey(other.recoveryKey)).toEqual({ ok: true, value: false });
    expect(asked.map(({ operation }) => operation)).toEqual(['readVault', 'readVault']);
    expect(bodies().trim()).toBe('');
    expect(isUnlocked()).toBe(true);
  });

  test('is not tried on an older vault (VAULT-7)', async () => {
    const older = vault.kept.stored;
    bff();
    await writeRecord('proofing-draft', bytes('a newer state'));
    vault.kept.stored = older;
    await expect(opensWithRecoveryKey(vault.recoveryKey)).rejects.toThrow();
  });
});

describe('records', () => {
  beforeEach(() => holdVault(vault.open, vault.kept.stored));

  test('are written, read, replaced and removed', async () => {
    bff();
    expect(await textIn('credentials')).toBeUndefined();
    await writeRecord('credentials', bytes('first'));
    await writeRecord('credentials', bytes('second'));
    expect([await textIn('credentials'), hasRecord('credentials')]).toEqual(['second', true]);
    await removeRecord('credentials');
    expect([await textIn('credentials'), hasRecord('credentials')]).toEqual([undefined, false]);
  });

  test('that are not there need no removing', async () => {
    const { asked } = bff();
    expect(await removeRecord('credentials')).toEqual({ ok: true, value: true });
    expect(asked).toEqual([]);
  });

  test('written at once go one after another, and all arrive (VAULT-9)', async () => {
    const { asked } = bff();
    await Promise.all([
      writeRecord('credentials', bytes('one')),
      writeRecord('sharing-history', bytes('two')),
      removeRecord('recovery-key-to-show'),
    ]);
    expect(asked.map(({ operation }) => operation)).toEqual([
      'writeRecord',
      'writeRecord',
      'removeRecord',
    ]);
    expect(vault.kept.stored.records.map(({ purpose }) => purpose)).toEqual([
      'credentials',
      'sharing-history',
    ]);
  });

  test('of another tab that was first are kept, and the write is repeated once (VAULT-9)', async () => {
    const { asked } = bff();
    await writeElsewhere(vault, 'sharing-history', 'of the other tab');
    expect(await writeRecord('credentials', bytes('mine'))).toEqual({ ok: true, value: true });
    expect(asked.map(({ operation }) => operation)).toEqual([
      'writeRecord',
      'readVault',
      'writeRecord',
    ]);
    expect(await textIn('credentials')).toBe('mine');
    expect(await textIn('sharing-history')).toBe('of the other tab');
  });

  test('that another tab changed are changed anew, from what it left (VAULT-9)', async () => {
    bff();
    await writeRecord('credentials', bytes('a'));
    await writeElsewhere(vault, 'credentials', 'ab');
    const add = (current: Uint8Array | undefined) => bytes(`${new TextDecoder().decode(current)}c`);
    expect(await changeRecord('credentials', add)).toEqual({ ok: true, value: true });
    expect(await textIn('credentials')).toBe('abc');
  });

  test('of another tab are read from here on, and that they were changed is told to others (VAULT-9)', async () => {
    const other = new BroadcastChannel(nameOfTabs);
    const word = new Promise((resolve) => {
      other.addEventListener('message', ({ data }) => resolve(data));
    });
    const heardHere: string[] = [];
    const end = hearTabs((heard) => void heardHere.push(heard));
    const { asked } = bff();
    await writeRecord('credentials', bytes('mine'));
    expect(await word).toBe('vault-changed');
    // Whoever hears it later would have heard it by now.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heardHere).toEqual([]);
    other.close();
    end();
    await writeElsewhere(vault, 'credentials', 'of the other tab');
    expect(await textIn('credentials')).toBe('mine');
    await takeOver();
    expect(await textIn('credentials')).toBe('of the other tab');
    expect(await writeRecord('credentials', bytes('mine again'))).toEqual({
      ok: true,
      value: true,
    });
    expect(asked.map(({ operation }) => operation)).toEqual([
      'writeRecord',
      'readVault',
      'writeRecord',
    ]);
  });

  test('of an older state are not taken over when another tab says that there are others (VAULT-7)', async () => {
    const old: StoredVault = vault.kept.stored;
    bff();
    await writeRecord('credentials', bytes('mine'));
    bff({ readVault: () => ({ vault: old, manifestVersion: 1 }) });
    await takeOver();
    expect(await textIn('credentials')).toBe('mine');
    bff({ readVault: () => refused('temporarily_unavailable') });
    await takeOver();
    expect(await textIn('credentials')).toBe('mine');
    lock();
    await takeOver();
    expect(isUnlocked()).toBe(false);
  });

  test('that are no longer what was to be changed stay as they are', async () => {
    const { asked } = bff();
    expect(await changeRecord('credentials', () => undefined)).toEqual(problem('vault_moved_on'));
    expect(asked).toEqual([expect.objectContaining({ operation: 'readVault' })]);
    expect(hasRecord('credentials')).toBe(false);
  });

  test('are not written by force when other tabs are always first', async () => {
    const { asked } = bff({ writeRecord: () => refused('vault_moved_on') });
    expect(await writeRecord('credentials', bytes('mine'))).toEqual(problem('vault_moved_on'));
    expect(asked).toHaveLength(3);
    expect(await textIn('credentials')).toBeUndefined();
  });

  test('of an older state are refused when the bff says that the vault moved on (VAULT-7)', async () => {
    const old: StoredVault = vault.kept.stored;
    bff();
    await writeRecord('credentials', bytes('mine'));
    bff({
      writeRecord: () => refused('vault_moved_on'),
      readVault: () => ({ vault: old, manifestVersion: 1 }),
    });
    await expect(writeRecord('credentials', bytes('again'))).rejects.toMatchObject({
      code: 'version_rollback',
    });
  });

  test('that could not be written leave the vault as it was, and the next write works', async () => {
    bff({ writeRecord: () => refused('temporarily_unavailable') });
    expect(await writeRecord('credentials', bytes('lost'))).toEqual(
      problem('temporarily_unavailable'),
    );
    bff();
    expect(await writeRecord('credentials', bytes('kept'))).toEqual({ ok: true, value: true });
    expect(await textIn('credentials')).toBe('kept');
  });

  test('written while the vault was locked do not unlock it', async () => {
    const write = vault.answers.writeRecord;
    bff({
      writeRecord: (...asked) => {
        lock();
        return write?.(...asked);
      },
    });
    expect(await writeRecord('credentials', bytes('x'))).toEqual(problem('unlock_required'));
    expect(isUnlocked()).toBe(false);
  });
});

describe('a vault that was not made by the key of this tab (VAULT-7)', () => {
  const page = (pathname: string) => {
    const replace = vi.fn<(to: string) => void>();
    vi.stubGlobal('location', { pathname, replace });
    return replace;
  };

  /** As another tab leaves it: under another root key, with a new recovery key. */
  async function withOtherLocks(): Promise<StoredVault> {
    const rotated = await rotateRootKey({
      vault: vault.open,
      stored: vault.kept.stored,
      secret: { kind: 'password', exportKey: vault.exportKey() },
      passwordSecret: vault.exportKey(),
      passkeys: [],
    });
    if (!rotated.ok) throw new Error(rotated.error.type);
    return rotated.value.pending.vault as StoredVault;
  }
  const forged = async (): Promise<StoredVault> => {
    const { stored } = vault.kept;
    const manifest = stored.manifest.replace(/[\w-]{43}$/, 'A'.repeat(43));
    return { ...stored, manifest } as StoredVault;
  };

  test.each([
    ['its owner changed the locks elsewhere', withOtherLocks, '&locks-changed'],
    ['its manifest was altered', forged, ''],
  ])('is opened anew where %s, and nothing is written until then', async (_what, given, why) => {
    holdVault(vault.open, vault.kept.stored);
    vault.kept.stored = await given();
    const { asked } = bff({ writeRecord: () => refused('vault_moved_on') });
    const replace = page('/interaction/some-request/verify/document');
    expect(await writeRecord('proofing-draft', bytes('{}'))).toEqual(problem('unlock_required'));
    expect(isUnlocked()).toBe(false);
    const unlock = `/interaction/some-request/unlock?to=verify%2Fdocument${why}`;
    expect(replace.mock.calls).toEqual([[unlock]]);
    expect(asked.filter(({ operation }) => operation === 'writeRecord')).toHaveLength(1);
  });

  test('is opened anew as soon as the other tab says that it was changed', async () => {
    holdVault(vault.open, vault.kept.stored);
    vault.kept.stored = await withOtherLocks();
    bff();
    const replace = page('/account');
    await takeOver();
    expect(isUnlocked()).toBe(false);
    expect(replace.mock.calls).toEqual([['/unlock?to=account&locks-changed']]);
  });
});
