import { describe, expect, test } from 'vitest';
import { randomBytes } from './crypto/random-bytes.ts';
import { importKeyMaterial } from './crypto/hkdf-sha256.ts';
import { openManifest, sealManifest } from './manifest.ts';
import { openContent, type RecordPlace, sealContent } from './record.ts';
import { createRootKey } from './root-key.ts';
import { openSlot, sealSlot, type SlotPlace } from './slot.ts';
import { password } from './testing/sample.ts';
import { refusal } from './testing/refusal.ts';

const slotPlace: SlotPlace = {
  accountId: 'sub_first',
  kind: 'password',
  slotId: 'slt_one',
  epoch: 1,
};
const otherSlotPlaces: Record<keyof SlotPlace, SlotPlace> = {
  accountId: { ...slotPlace, accountId: 'sub_second' },
  kind: { ...slotPlace, kind: 'passkey' },
  slotId: { ...slotPlace, slotId: 'slt_two' },
  epoch: { ...slotPlace, epoch: 2 },
};

const recordPlace: RecordPlace = {
  accountId: 'sub_first',
  rootKeyEpoch: 1,
  purpose: 'credentials',
  version: 4,
};
const otherRecordPlaces: Record<keyof RecordPlace, RecordPlace> = {
  accountId: { ...recordPlace, accountId: 'sub_second' },
  rootKeyEpoch: { ...recordPlace, rootKeyEpoch: 2 },
  purpose: { ...recordPlace, purpose: 'sharing-history' },
  version: { ...recordPlace, version: 5 },
};

describe('VAULT-1 (R1): a ciphertext opens in its own place and in no other', () => {
  test.each(Object.entries(otherSlotPlaces))('slot, another %s', async (_, place) => {
    const { sealed } = await sealSlot(slotPlace, password, await createRootKey());
    expect(await openSlot(slotPlace, password, sealed)).toBeInstanceOf(CryptoKey);
    expect(await openSlot(place, password, sealed)).toBeUndefined();
  });

  test.each(Object.entries(otherRecordPlaces))('record, another %s', async (_, place) => {
    const rootKey = await importKeyMaterial(randomBytes(32));
    const { sealed } = await sealContent(recordPlace, rootKey, Uint8Array.of(1));
    expect(await openContent(recordPlace, rootKey, sealed)).toEqual(Uint8Array.of(1));
    expect(await refusal(openContent(place, rootKey, sealed))).toBe('record_altered');
  });

  test('record, another root key', async () => {
    const [mine, other] = [
      await importKeyMaterial(randomBytes(32)),
      await importKeyMaterial(randomBytes(32)),
    ];
    const { sealed } = await sealContent(recordPlace, mine, Uint8Array.of(1));
    expect(await refusal(openContent(recordPlace, other, sealed))).toBe('record_altered');
  });

  test('manifest, another account', async () => {
    const rootKey = await importKeyMaterial(randomBytes(32));
    const slots = [
      { kind: 'password', slotId: 'slt_one', epoch: 1, digest: 'A'.repeat(43) } as const,
    ];
    const sealed = await sealManifest('sub_first', rootKey, {
      version: 1,
      rootKeyEpoch: 1,
      slots: [...slots],
      records: [],
    });
    expect((await openManifest('sub_first', rootKey, sealed)).version).toBe(1);
    expect(await refusal(openManifest('sub_second', rootKey, sealed))).toBe('manifest_altered');
  });
});
