import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as sealed from './sealed.ts';
import { manifestAgreement, readManifest } from './sealed.ts';
import { sampleVault } from './testing/sample.ts';

/** Every file that importing `file` loads, itself included. */
function reach(file: URL, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file.href)) return seen;
  const source = readFileSync(file, 'utf8');
  seen.set(file.href, source);
  for (const [, specifier = ''] of source.matchAll(/\bfrom '(\.[^']+)'/g))
    reach(new URL(specifier, file), seen);
  return seen;
}

describe('ZONE-1: the entry that the bff may import', () => {
  test('reaches no code that can take, make or use a key', () => {
    const files = reach(new URL('./sealed.ts', import.meta.url));
    expect(files.size).toBeGreaterThan(6);
    for (const source of files.values()) {
      expect(source).not.toMatch(
        /CryptoKey|importKey|deriveKey|deriveBits|decrypt|unwrapKey|\.sign\(|getRandomValues/,
      );
    }
    // The check itself can fail: the main entry does reach such code.
    const all = [...reach(new URL('./index.ts', import.meta.url)).values()].join('\n');
    expect(all).toMatch(/unwrapKey/);
  });

  test('exports shapes, limits, two readers and the name of a slot', () => {
    const functions = Object.entries(sealed).filter(([, value]) => typeof value === 'function');
    expect(functions.map(([name]) => name).toSorted()).toEqual([
      'VaultError',
      'longestContent',
      'manifestAgreement',
      'passkeySlotId',
      'readManifest',
      'sealedRecordLength',
    ]);
  });

  test('VAULT-9: tells the version of a manifest, and whether what is stored is what it lists', async () => {
    const { stored } = await sampleVault();
    const manifest = readManifest(stored.manifest);
    expect(manifest.version).toBe(2);
    expect(await manifestAgreement(manifest, stored)).toBe('agrees');
    expect(await manifestAgreement(manifest, { ...stored, slots: stored.slots.toReversed() })).toBe(
      'agrees',
    );
    expect(await manifestAgreement(manifest, { ...stored, slots: [] })).toBe('slots_differ');
    expect(await manifestAgreement(manifest, { ...stored, records: [] })).toBe('records_differ');
  });
});
