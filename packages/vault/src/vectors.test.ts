import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { vectorNames, vectorText } from './testing/vectors/all-vectors.ts';
import { type ContextVector, thawFields } from './testing/vectors/context-vectors.ts';
import type { ManifestVector } from './testing/vectors/manifest-vectors.ts';
import type { ProofVectors } from './testing/vectors/proof-vectors.ts';
import type { RecordVector } from './testing/vectors/record-vectors.ts';
import type { RecoveryKeyVectors } from './testing/vectors/recovery-key-vectors.ts';
import type { SlotVector } from './testing/vectors/slot-vectors.ts';
import type { VaultCase, VaultVectors } from './testing/vectors/vault-vectors.ts';
import { proveSlot, proveVault, proveWriter } from './ceremonies/proof.ts';
import { context } from './crypto/context.ts';
import { importKeyMaterial } from './crypto/hkdf-sha256.ts';
import { openManifest } from './manifest.ts';
import { openRecord } from './open-record.ts';
import { openVault } from './open-vault.ts';
import { openContent } from './record.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { recoveryLoginProof } from './recovery-login-proof.ts';
import { sealedManifestSchema, sealedRecordSchema, sealedSlotSchema } from './sealed.ts';
import { openSlotForTransfer } from './slot.ts';
import { changed } from './testing/changed.ts';
import { thawSecret } from './testing/frozen-secret.ts';
import { valueOf } from './testing/refusal.ts';
import { fromHex, toHex } from './testing/wycheproof.ts';
import { VaultError } from './vault-error.ts';

function frozenText(name: string): string {
  return readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8');
}

function frozen(name: string): unknown {
  return JSON.parse(frozenText(name));
}

/** What a vector says of an attempt: its value, or why there is none. */
async function outcomeOf(attempt: () => Promise<unknown>): Promise<string> {
  try {
    return (await attempt()) === undefined ? 'wrong_secret' : 'opens';
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    if (error instanceof v.ValiError) return 'malformed';
    throw error;
  }
}

describe('the frozen vectors', () => {
  test.each(vectorNames)('%s: made again, they are the same', async (name) => {
    expect((await vectorText(name)) === frozenText(name)).toBe(true);
  });

  test('most of them are refusals', () => {
    const outcomes = [
      ...(frozen('slot') as SlotVector[]),
      ...(frozen('record') as RecordVector[]),
    ].map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome !== 'opens').length).toBeGreaterThan(
      outcomes.length / 2,
    );
  });

  test.each(frozen('context') as ContextVector[])('context: $label', ({ label, fields, bytes }) => {
    expect(toHex(context(label, ...thawFields(fields)))).toBe(bytes);
  });

  test.each(frozen('slot') as SlotVector[])(
    'slot: $title',
    async ({ place, secret, sealed, outcome, rootKey }) => {
      const open = async () =>
        openSlotForTransfer(place, thawSecret(secret), v.parse(sealedSlotSchema, sealed));
      expect(await outcomeOf(open)).toBe(outcome);
      if (rootKey === undefined) return;
      const opened = await open();
      if (opened === undefined) throw new Error('did not open');
      expect(toHex(new Uint8Array(await crypto.subtle.exportKey('raw', opened)))).toBe(rootKey);
    },
  );

  test.each(frozen('record') as RecordVector[])(
    'record: $title',
    async ({ place, rootKey, sealed, outcome, content }) => {
      const material = await importKeyMaterial(fromHex(rootKey));
      const open = async () => openContent(place, material, v.parse(sealedRecordSchema, sealed));
      expect(await outcomeOf(open)).toBe(outcome);
      if (content !== undefined) expect(toHex(await open())).toBe(content);
    },
  );

  test.each(frozen('manifest') as ManifestVector[])('manifest: $title', async (vector) => {
    const material = await importKeyMaterial(fromHex(vector.rootKey));
    const open = async () =>
      openManifest(vector.accountId, material, v.parse(sealedManifestSchema, vector.sealed));
    expect(await outcomeOf(open)).toBe(vector.outcome);
    if (vector.manifest !== undefined) expect(await open()).toEqual(vector.manifest);
  });

  test('recovery keys', async () => {
    const { accepted, refused, loginProofs } = frozen('recovery-key') as RecoveryKeyVectors;
    for (const { typed, key } of accepted)
      expect(parseRecoveryKey(typed)).toEqual({ ok: true, value: key });
    for (const { typed, mistake } of refused)
      expect(parseRecoveryKey(typed)).toEqual({ ok: false, error: { type: mistake } });
    for (const { accountId, key, proof } of loginProofs) {
      expect(toHex(await recoveryLoginProof(accountId, valueOf(parseRecoveryKey(key))))).toBe(
        proof,
      );
    }
  });

  test('proofs', async () => {
    const { accountId, rootKey, slot, vault, writer } = frozen('proof') as ProofVectors;
    const material = await importKeyMaterial(fromHex(rootKey));
    const { pending, ...slotProof } = slot;
    expect(await proveSlot(accountId, material, pending)).toEqual(slotProof);
    const { manifest, ...vaultProof } = vault;
    expect(await proveVault(accountId, material, manifest)).toEqual(vaultProof);
    expect(await proveWriter(accountId, material)).toEqual(writer);
  });
});

describe('the frozen vault', () => {
  const vectors = frozen('vault') as VaultVectors;

  const open = async ({ changes, secret, accountId, lowestAcceptedVersion }: VaultCase) =>
    openVault({
      stored: changed(vectors.stored, changes),
      accountId: accountId ?? vectors.accountId,
      secret: thawSecret(vectors.secrets[secret]),
      ...(lowestAcceptedVersion === undefined ? {} : { lowestAcceptedVersion }),
    });

  test.each(vectors.cases)('$title', async (vaultCase) => {
    const outcome = await open(vaultCase).then(
      (result) => (result.ok ? 'opens' : result.error.type),
      (error: VaultError) => error.code,
    );
    expect(outcome).toBe(vaultCase.outcome);
    if (outcome !== 'opens') return;
    const vault = valueOf(await open(vaultCase));
    for (const record of vectors.stored.records) {
      const content = new TextDecoder().decode(await openRecord(vault, record));
      expect(content === vectors.contents[record.purpose]).toBe(true);
    }
  });
});
