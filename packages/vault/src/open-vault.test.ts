import { describe, expect, test } from 'vitest';
import { createVault } from './create-vault.ts';
import { openRecord } from './open-record.ts';
import { openVault } from './open-vault.ts';
import { removeRecord, sealRecord } from './seal-record.ts';
import {
  accountId,
  exportKey,
  password,
  passwordSlotId,
  sampleVault,
  written,
} from './testing/sample.ts';
import { refusal, valueOf } from './testing/refusal.ts';
import { rootKeyOf } from './unlocked.ts';

describe('openVault', () => {
  test('opens with the password and with the recovery key, and reads the same record', async () => {
    const { stored, record, recovery, content } = await sampleVault();
    for (const secret of [password, recovery]) {
      const vault = valueOf(await openVault({ stored, accountId, secret }));
      expect(await openRecord(vault, record)).toEqual(content);
    }
  });

  test('a new vault keeps its recovery key sealed until it was shown', async () => {
    const made = await createVault({
      accountId,
      passwordSecret: exportKey,
      slotId: passwordSlotId,
    });
    const [toShow] = made.stored.records;
    if (toShow === undefined) throw new Error('no record');
    const shown = new TextDecoder().decode(await openRecord(made.vault, toShow));
    expect(shown === made.recoveryKey).toBe(true);

    const removal = await removeRecord(made.vault, 'recovery-key-to-show');
    const stored = written(made.stored, removal, 'recovery-key-to-show');
    const vault = valueOf(await openVault({ stored, accountId, secret: password }));
    expect(vault.manifest.records).toEqual([]);
    expect(await refusal(openRecord(vault, toShow))).toBe('records_differ');
  });

  test('a wrong secret is a value, for every kind', async () => {
    const { stored } = await sampleVault();
    const other = await sampleVault();
    const wrong = { kind: 'password', exportKey: new Uint8Array(64).fill(8) } as const;
    const unknown = { kind: 'passkey', slotId: 'slt_none', prf: new Uint8Array(32) } as const;
    expect(await openVault({ stored, accountId, secret: wrong })).toEqual({
      ok: false,
      error: { type: 'wrong_secret' },
    });
    expect(await openVault({ stored, accountId, secret: other.recovery })).toEqual({
      ok: false,
      error: { type: 'wrong_secret' },
    });
    expect(await openVault({ stored, accountId, secret: unknown })).toEqual({
      ok: false,
      error: { type: 'no_such_slot' },
    });
  });

  test('a secret of the wrong length never makes or opens a slot', async () => {
    const { stored } = await sampleVault();
    for (const length of [0, 32, 63, 65]) {
      const short = new Uint8Array(length);
      const secret = { kind: 'password', exportKey: short } as const;
      expect(await refusal(openVault({ stored, accountId, secret }))).toBe('malformed_secret');
      const creation = createVault({ accountId, passwordSecret: short, slotId: passwordSlotId });
      expect(await refusal(creation)).toBe('malformed_secret');
    }
  });

  test('VAULT-8: the root key cannot be exported, and nothing of it shows in the object', async () => {
    const { vault } = await sampleVault();
    const rootKey = rootKeyOf(vault);
    expect(rootKey.extractable).toBe(false);
    for (const form of ['raw', 'jwk', 'pkcs8'] as const) {
      await expect(crypto.subtle.exportKey(form, rootKey)).rejects.toThrow();
    }
    expect(Reflect.ownKeys(vault)).toEqual(['accountId', 'manifest', 'close']);
    expect(Object.values(vault).some((value) => value instanceof CryptoKey)).toBe(false);
  });

  test('a closed vault does nothing more, nor does any version of it', async () => {
    const { vault, record } = await sampleVault();
    const { next } = await sealRecord(vault, 'credentials', new Uint8Array(1));
    vault.close();
    expect(await refusal(openRecord(vault, record))).toBe('closed');
    expect(await refusal(sealRecord(next, 'credentials', new Uint8Array(1)))).toBe('closed');
    expect(await refusal(openRecord({ ...vault }, record))).toBe('closed');
  });

  test('sealing a vault anew never repeats a nonce or a ciphertext', async () => {
    const sealed = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const { stored } = await sampleVault();
      for (const { sealed: text } of [...stored.slots, ...stored.records])
        sealed.add(text.split('.').at(-2) ?? '');
    }
    expect(sealed.size).toBe(50 * 4);
  });
});
