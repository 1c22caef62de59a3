import { describe, expect, test } from 'vitest';
import { createVault } from './create-vault.ts';
import { openRecord } from './open-record.ts';
import { openVault } from './open-vault.ts';
import { sealRecord } from './seal-record.ts';

const accountId = 'sub_first';
const slotId = 'slt_password';
const exportKey = new Uint8Array(64).fill(7);

describe('openVault', () => {
  test('opens with the password and with the recovery key, and reads the same record', async () => {
    const { vault, stored, recoveryKey } = await createVault({
      accountId,
      passwordSecret: exportKey,
      slotId,
    });
    const content = crypto.getRandomValues(new Uint8Array(5_000));
    const { record, manifest } = await sealRecord(vault, 'credentials', content);
    const written = { ...stored, manifest, records: [...stored.records, record] };
    for (const secret of [
      { kind: 'password', exportKey } as const,
      { kind: 'recovery-key', key: recoveryKey } as const,
    ]) {
      const opened = await openVault({ stored: written, accountId, secret });
      if (!opened.ok) throw new Error(opened.error.type);
      expect(await openRecord(opened.value, record)).toEqual(content);
    }
  });
});
