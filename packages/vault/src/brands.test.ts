import { expect, expectTypeOf, test } from 'vitest';
import * as v from 'valibot';
import type { RecoveryKey } from './recovery-key.ts';
import {
  type SealedManifest,
  sealedManifestSchema,
  type SealedRecord,
  sealedRecordSchema,
  type SealedSlot,
  sealedSlotSchema,
} from './sealed.ts';
import type { TransferableRootKey } from './root-key.ts';
import type { OpenVault } from './unlocked.ts';
import { sampleVault } from './testing/sample.ts';

/** The compiler is the test here: `tsc` fails when one of these lines begins to compile. */
export function mustNotCompile(
  text: string,
  key: CryptoKey,
  slot: SealedSlot,
  record: SealedRecord,
): unknown[] {
  // @ts-expect-error a plain string is not a sealed slot
  const plainSlot: SealedSlot = text;
  // @ts-expect-error nor is a sealed record
  const recordAsSlot: SealedSlot = record;
  // @ts-expect-error a plain string is not a sealed record
  const plainRecord: SealedRecord = text;
  // @ts-expect-error nor is a sealed slot
  const slotAsRecord: SealedRecord = slot;
  // @ts-expect-error a plain string is not a sealed manifest
  const plainManifest: SealedManifest = text;
  // @ts-expect-error nor is a sealed record
  const recordAsManifest: SealedManifest = record;
  // @ts-expect-error what was typed is not a recovery key before it was parsed
  const typed: RecoveryKey = text;
  // @ts-expect-error nor is anything sealed
  const sealedKey: RecoveryKey = slot;
  // @ts-expect-error an open vault cannot be put together by hand
  const forged: OpenVault = {
    accountId: text,
    manifest: { version: 1, rootKeyEpoch: 1, slots: [], records: [] },
    close() {},
  };
  // @ts-expect-error nor from a key
  const fromKey: OpenVault = key;
  // @ts-expect-error any key at all is not a root key on its way into a slot
  const anyKey: TransferableRootKey = key;
  // @ts-expect-error nor is a string
  const stringKey: TransferableRootKey = text;
  return [
    plainSlot,
    recordAsSlot,
    plainRecord,
    slotAsRecord,
    plainManifest,
    recordAsManifest,
    typed,
    sealedKey,
    forged,
    fromKey,
    anyKey,
    stringKey,
  ];
}

test('each brand is made by its parser, and one kind of sealed text is never taken for another', async () => {
  const { stored } = await sampleVault();
  const texts = [stored.slots[0]?.sealed, stored.records[0]?.sealed, stored.manifest];
  const schemas = [sealedSlotSchema, sealedRecordSchema, sealedManifestSchema];
  for (const [row, schema] of schemas.entries()) {
    expect(texts.map((text) => v.safeParse(schema, text).success)).toEqual(
      texts.map((_, column) => column === row),
    );
    expect(v.safeParse(schema, 'plain text').success).toBe(false);
  }
  expectTypeOf<SealedSlot>().not.toEqualTypeOf<string>();
});
