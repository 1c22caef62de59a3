import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { gcmOpen } from './crypto/aes-gcm.ts';
import { encodeBase64url } from './crypto/base64url.ts';
import type { Bytes } from './crypto/bytes.ts';
import { randomBytes } from './crypto/random-bytes.ts';
import { context } from './crypto/context.ts';
import { deriveBytes, importKeyMaterial } from './crypto/hkdf-sha256.ts';
import { sealedSlotSchema, slotKinds } from './sealed/slot.ts';
import { openSlot, openSlotForTransfer, sealSlot, type SlotPlace } from './slot.ts';
import { createRootKey } from './root-key.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { refusal, valueOf } from './testing/refusal.ts';
import { twoKeyCiphertext } from './testing/two-key-ciphertext.ts';
import { secretMaterial, type VaultSecret } from './vault-secret.ts';

const slotId = 'slt_one';
const secretPairs: Record<(typeof slotKinds)[number], readonly [VaultSecret, VaultSecret]> = {
  password: [
    { kind: 'password', exportKey: new Uint8Array(64).fill(1) },
    { kind: 'password', exportKey: new Uint8Array(64).fill(2) },
  ],
  'recovery-key': [
    { kind: 'recovery-key', key: valueOf(parseRecoveryKey('0000-0000-0000-0000-0000')) },
    { kind: 'recovery-key', key: valueOf(parseRecoveryKey('1000-0000-0000-0000-0002')) },
  ],
  passkey: [
    { kind: 'passkey', slotId, prf: new Uint8Array(32).fill(1) },
    { kind: 'passkey', slotId, prf: new Uint8Array(32).fill(2) },
  ],
};

async function keysOf(
  place: SlotPlace,
  secret: VaultSecret,
): Promise<{ key: Bytes; commitment: Bytes }> {
  const material = await secretMaterial(secret);
  const fields = [place.accountId, place.kind, place.slotId, place.epoch];
  const key = await deriveBytes(material, context('kek', ...fields), 32);
  return { key, commitment: await deriveBytes(material, context('commit', ...fields), 32) };
}

describe('VAULT-3 (R3): a ciphertext built to open under two keys', () => {
  test.each(slotKinds)('in a %s slot opens under neither but the committed one', async (kind) => {
    const place: SlotPlace = { accountId: 'sub_first', kind, slotId, epoch: 1 };
    const [mine, theirs] = secretPairs[kind];
    const [first, second] = [await keysOf(place, mine), await keysOf(place, theirs)];
    const nonce = randomBytes(12);
    const additional = context('slot', 'sub_first', kind, slotId, 1, first.commitment);
    const forged = new Uint8Array(
      twoKeyCiphertext({ keys: [first.key, second.key], nonce, additional, length: 32 }),
    );

    // The forgery is real: bare AES-GCM takes it under both keys.
    for (const { key } of [first, second]) {
      const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
      expect(await gcmOpen(aes, nonce, forged, additional)).toHaveLength(32);
    }

    const parts = [first.commitment, nonce, forged].map(encodeBase64url).join('.');
    const sealed = v.parse(sealedSlotSchema, `signet.slot.v1.${parts}`);
    expect(await openSlot(place, mine, sealed)).toBeInstanceOf(CryptoKey);
    expect(await openSlot(place, theirs, sealed)).toBeUndefined();
    expect(await openSlotForTransfer(place, theirs, sealed)).toBeUndefined();
  });

  test('a commitment that fits and a ciphertext that does not is tampering, not a wrong secret', async () => {
    const place: SlotPlace = { accountId: 'sub_first', kind: 'password', slotId, epoch: 1 };
    const [mine] = secretPairs.password;
    const { sealed } = await sealSlot(place, mine, await createRootKey());
    const [, , , commitment, nonce] = sealed.split('.');
    const swapped = v.parse(
      sealedSlotSchema,
      `signet.slot.v1.${commitment}.${nonce}.${'A'.repeat(64)}`,
    );
    expect(await refusal(openSlot(place, mine, swapped))).toBe('slot_altered');
  });

  test('R9: the key of a slot wraps and unwraps, and the root key only derives', async () => {
    const place: SlotPlace = { accountId: 'sub_first', kind: 'password', slotId, epoch: 1 };
    const [mine] = secretPairs.password;
    const { sealed } = await sealSlot(place, mine, await createRootKey());
    const rootKey = await openSlot(place, mine, sealed);
    expect(rootKey?.usages.toSorted()).toEqual(['deriveBits', 'deriveKey']);
    expect(rootKey?.algorithm.name).toBe('HKDF');
    expect((await importKeyMaterial(new Uint8Array(32))).extractable).toBe(false);
  });
});
