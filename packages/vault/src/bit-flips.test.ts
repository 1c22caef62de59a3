import { describe, expect, test } from 'vitest';
import { openVault } from './open-vault.ts';
import { openContent } from './record.ts';
import type { StoredVault } from './sealed/stored-vault.ts';
import { bitsOf, flipBit } from './testing/flip-bit.ts';
import { accountId, password, sampleVault } from './testing/sample.ts';
import { sampleBelow, thorough } from './testing/seeded.ts';
import { VaultError } from './vault-error.ts';
import { rootKeyOf } from './unlocked.ts';

const content = new Uint8Array(4_000).fill(0x41);
const share = thorough ? Infinity : 400;
const minute = 60_000;

async function opens(stored: StoredVault): Promise<boolean> {
  try {
    return (await openVault({ stored, accountId, secret: password })).ok;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}

describe('a single changed bit is refused, wherever it is', () => {
  test('VAULT-2 (R2): in a 4 KiB record, by its own tag', { timeout: 5 * minute }, async () => {
    const { vault, record } = await sampleVault('credentials', content);
    const { purpose, version } = record;
    const place = { accountId, rootKeyEpoch: 1, purpose, version };
    const rootKey = rootKeyOf(vault);
    expect(bitsOf(record.sealed)).toBe((12 + 4_096 + 16) * 8);
    expect(await openContent(place, rootKey, record.sealed)).toEqual(content);

    const answers = new Set<string>();
    const bits = Array.from({ length: bitsOf(record.sealed) }, (_, bit) => bit);
    for (let from = 0; from < bits.length; from += 256) {
      const attempts = bits.slice(from, from + 256).map(async (bit) => {
        const attempt = openContent(place, rootKey, flipBit(record.sealed, bit));
        return attempt.then(
          () => `opened with bit ${bit}`,
          (error: VaultError) => error.code,
        );
      });
      for (const answer of await Promise.all(attempts)) answers.add(answer);
    }
    expect([...answers]).toEqual(['record_altered']);
  });

  test('VAULT-3 (R3): in a slot', { timeout: minute }, async () => {
    const { stored } = await sampleVault();
    const { slots } = stored;
    expect(await opens(stored)).toBe(true);
    const opened: string[] = [];
    for (const [index, slot] of slots.entries()) {
      for (const bit of Array(bitsOf(slot.sealed)).keys()) {
        const flipped = slots.with(index, { ...slot, sealed: flipBit(slot.sealed, bit) });
        if (await opens({ ...stored, slots: flipped })) opened.push(`${index}/${bit}`);
      }
    }
    expect(opened).toEqual([]);
  });

  test('VAULT-7 (R7): in the manifest', { timeout: minute }, async () => {
    const { stored } = await sampleVault();
    const opened: number[] = [];
    for (const bit of Array(bitsOf(stored.manifest)).keys()) {
      if (await opens({ ...stored, manifest: flipBit(stored.manifest, bit) })) opened.push(bit);
    }
    expect(opened).toEqual([]);
  });

  test('in any character of the stored vault as it is sent', { timeout: 10 * minute }, async () => {
    const { stored } = await sampleVault('credentials', content);
    const text = JSON.stringify(stored);
    const opened: number[] = [];
    for (const bit of sampleBelow(text.length * 7, share, 1)) {
      const at = Math.floor(bit / 7);
      const changed = String.fromCharCode(text.charCodeAt(at) ^ (1 << (bit % 7)));
      const parsed = parseJson(text.slice(0, at) + changed + text.slice(at + 1));
      if (parsed !== undefined && (await opens(parsed))) opened.push(at);
    }
    expect(opened).toEqual([]);
  });
});

function parseJson(text: string): StoredVault | undefined {
  try {
    return JSON.parse(text) as StoredVault;
  } catch {
    return undefined;
  }
}
