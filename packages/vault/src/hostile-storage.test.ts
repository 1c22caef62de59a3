import { describe, expect, test } from 'vitest';
import { openRecord } from './open-record.ts';
import { openVault } from './open-vault.ts';
import { refreshVault } from './refresh-vault.ts';
import { removeRecord, sealRecord } from './seal-record.ts';
import type { StoredVault } from './sealed/stored-vault.ts';
import { accountId, exportKey, password, sampleVault, written } from './testing/sample.ts';
import { refusal, valueOf } from './testing/refusal.ts';

type Attack = (stored: StoredVault, other: StoredVault) => unknown;

function replace<Item>(items: readonly Item[], index: number, change: Partial<Item>): Item[] {
  return items.map((item, at) => (at === index ? { ...item, ...change } : item));
}

/** What a bff that lies about storage can answer with, and how it is refused. `other` is a vault of the same password. */
const attacks: Record<string, readonly [Attack, string]> = {
  'another account': [(stored) => ({ ...stored, accountId: 'sub_second' }), 'wrong_account'],
  'a slot taken away': [
    (stored) => ({ ...stored, slots: stored.slots.slice(0, 1) }),
    'slots_differ',
  ],
  'a slot added': [
    (stored) => ({
      ...stored,
      slots: [...stored.slots, { ...stored.slots[1], kind: 'passkey', slotId: 'slt_planted' }],
    }),
    'slots_differ',
  ],
  'the recovery slot of another vault': [
    (stored, other) => ({ ...stored, slots: [stored.slots[0], other.slots[1]] }),
    'slots_differ',
  ],
  'another epoch on the slot that is not opened': [
    (stored) => ({ ...stored, slots: replace(stored.slots, 1, { epoch: 2 }) }),
    'slots_differ',
  ],
  'a record withheld': [
    (stored) => ({ ...stored, records: stored.records.slice(1) }),
    'records_differ',
  ],
  'all records withheld': [(stored) => ({ ...stored, records: [] }), 'records_differ'],
  'a record renamed': [
    (stored) => ({
      ...stored,
      records: replace(stored.records, 1, { purpose: 'sharing-history' }),
    }),
    'records_differ',
  ],
  'two records exchanged': [
    (stored) => ({
      ...stored,
      records: [
        { ...stored.records[0], sealed: stored.records[1]?.sealed },
        { ...stored.records[1], sealed: stored.records[0]?.sealed },
      ],
    }),
    'records_differ',
  ],
  'another version on a record': [
    (stored) => ({ ...stored, records: replace(stored.records, 1, { version: 1 }) }),
    'records_differ',
  ],
  'the record of another vault': [
    (stored, other) => ({ ...stored, records: [stored.records[0], other.records[1]] }),
    'records_differ',
  ],
  'the manifest of another vault': [
    (stored, other) => ({ ...stored, manifest: other.manifest }),
    'manifest_altered',
  ],
  'a manifest without its MAC': [
    (stored) => ({ ...stored, manifest: stored.manifest.split('.').slice(0, 4).join('.') }),
    'malformed',
  ],
  'a manifest cut short': [
    (stored) => ({ ...stored, manifest: stored.manifest.slice(0, -1) }),
    'malformed',
  ],
  'a manifest with an emptied list, under its old MAC': [
    (stored) => {
      const mac = stored.manifest.split('.')[4];
      const payload = btoa('{"version":2,"rootKeyEpoch":1,"slots":[],"records":[]}').replaceAll(
        '=',
        '',
      );
      return { ...stored, manifest: `signet.manifest.v1.${payload}.${mac}` };
    },
    'manifest_altered',
  ],
  'the whole of another vault under this account': [
    (stored, other) => ({ ...other, slots: [stored.slots[0], ...other.slots.slice(1)] }),
    'manifest_altered',
  ],
  'an unknown format (VAULT-4)': [
    (stored) => ({
      ...stored,
      slots: replace(stored.slots, 0, {
        sealed: stored.slots[0]?.sealed.replace('.v1.', '.v2.') as never,
      }),
    }),
    'malformed',
  ],
  'an older format (VAULT-4)': [
    (stored) => ({
      ...stored,
      records: replace(stored.records, 0, {
        sealed: stored.records[0]?.sealed.replace('.v1.', '.v0.') as never,
      }),
    }),
    'malformed',
  ],
  'a slot without its commitment': [
    (stored) => ({
      ...stored,
      slots: replace(stored.slots, 0, {
        sealed: stored.slots[0]?.sealed.replace(/v1\.[^.]+\./, 'v1.') as never,
      }),
    }),
    'malformed',
  ],
  'a key for the vault to wrap itself to (VAULT-6)': [
    (stored) => ({ ...stored, escrow: { kty: 'EC', crv: 'P-256' } }),
    'malformed',
  ],
  'stretching parameters (VAULT-5)': [
    (stored) => ({ ...stored, ksf: { iterations: 1 } }),
    'malformed',
  ],
  'the password slot twice': [
    (stored) => ({ ...stored, slots: [stored.slots[0], stored.slots[0]] }),
    'malformed',
  ],
  'a second password slot': [
    (stored) => ({
      ...stored,
      slots: [...stored.slots, { ...stored.slots[0], slotId: 'slt_again' }],
    }),
    'malformed',
  ],
  'no slot at all': [(stored) => ({ ...stored, slots: [] }), 'malformed'],
  'a record twice': [
    (stored) => ({ ...stored, records: [...stored.records, stored.records[0]] }),
    'malformed',
  ],
  nothing: [() => undefined, 'malformed'],
};

describe('a bff that lies about what it stores', () => {
  test.each(Object.entries(attacks))('VAULT-7: %s is refused', async (_, [attack, code]) => {
    const [mine, other] = await Promise.all([sampleVault(), sampleVault()]);
    const stored = attack(mine.stored, other.stored) as StoredVault;
    expect(await refusal(openVault({ stored, accountId, secret: password }))).toBe(code);
  });

  test.each(['v0', 'v2'])(
    'VAULT-4: whatever is written in format %s is refused',
    async (version) => {
      const { stored } = await sampleVault();
      const written = (sealed: string) => sealed.replace('.v1.', `.${version}.`) as never;
      const others: StoredVault[] = [
        { ...stored, manifest: written(stored.manifest) },
        ...stored.slots.map((slot, at) => ({
          ...stored,
          slots: replace(stored.slots, at, { sealed: written(slot.sealed) }),
        })),
        ...stored.records.map((record, at) => ({
          ...stored,
          records: replace(stored.records, at, { sealed: written(record.sealed) }),
        })),
      ];
      for (const vault of others)
        expect(await refusal(openVault({ stored: vault, accountId, secret: password }))).toBe(
          'malformed',
        );
    },
  );

  test('VAULT-1: a slot moved to any other place is a wrong secret or refused, never opened', async () => {
    const { stored } = await sampleVault();
    const elsewhere = await sampleVault('credentials', new Uint8Array(9), {
      accountId: 'sub_second',
      exportKey,
    });
    const moved: StoredVault[] = [
      { ...stored, slots: replace(stored.slots, 0, { epoch: 2 }) },
      { ...stored, slots: replace(stored.slots, 0, { slotId: 'slt_elsewhere' }) },
      { ...stored, slots: [elsewhere.stored.slots[0] as never, ...stored.slots.slice(1)] },
      { ...elsewhere.stored, accountId },
    ];
    for (const vault of moved) {
      expect(await openVault({ stored: vault, accountId, secret: password })).toEqual({
        ok: false,
        error: { type: 'wrong_secret' },
      });
    }
  });

  test('VAULT-7: an older vault is refused by a browser that saw a newer one', async () => {
    const { vault, stored } = await sampleVault();
    const change = await sealRecord(vault, 'credentials', new Uint8Array(3));
    const newer = written(stored, change);
    const pinned = { accountId, secret: password, lowestAcceptedVersion: 3 };
    expect(valueOf(await openVault({ ...pinned, stored: newer })).manifest.version).toBe(3);
    expect(await refusal(openVault({ ...pinned, stored }))).toBe('version_rollback');
    expect(await refusal(refreshVault(change.next, stored))).toBe('version_rollback');
  });

  test("VAULT-9: of two tabs that write at once, the second finds the first one's state", async () => {
    const { vault, stored } = await sampleVault();
    const first = await sealRecord(vault, 'credentials', Uint8Array.of(1));
    const second = await sealRecord(vault, 'sharing-history', Uint8Array.of(2));
    expect(second.expectedManifestVersion).toBe(first.expectedManifestVersion);
    const afterFirst = written(stored, first);

    const refreshed = await refreshVault(vault, afterFirst);
    const again = await sealRecord(refreshed, 'sharing-history', Uint8Array.of(2));
    const both = written(afterFirst, again);
    const opened = valueOf(await openVault({ stored: both, accountId, secret: password }));
    expect(await openRecord(opened, first.record)).toEqual(Uint8Array.of(1));
    expect(await openRecord(opened, again.record)).toEqual(Uint8Array.of(2));
    expect(await refusal(refreshVault(second.next, afterFirst))).toBe('version_fork');
  });

  test('a removed record does not come back, and its version is never used again', async () => {
    const { vault, stored, record } = await sampleVault();
    const removal = await removeRecord(vault, 'credentials');
    const again = await sealRecord(removal.next, 'credentials', Uint8Array.of(1));
    expect(again.record.version).toBeGreaterThan(record.version);
    const planted = { ...written(stored, removal, 'credentials'), records: stored.records };
    expect(await refusal(openVault({ stored: planted, accountId, secret: password }))).toBe(
      'records_differ',
    );
    expect(await refusal(openRecord(again.next, record))).toBe('records_differ');
  });
});
