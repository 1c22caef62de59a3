import { recoverySlotId } from '../create-vault.ts';
import { listRecord, listSlot, sealManifest } from '../manifest.ts';
import { openRecord } from '../open-record.ts';
import type { OpenFailure } from '../open-vault.ts';
import { sealContent } from '../record.ts';
import { createRecoveryKey, type RecoveryKey } from '../recovery-key.ts';
import type { Result } from '../result.ts';
import { createRootKey } from '../root-key.ts';
import type { ListedSlot, Manifest } from '../sealed/manifest.ts';
import type { PendingVault } from '../sealed/pending.ts';
import type { StoredRecord } from '../sealed/record.ts';
import { openSlot, sealSlot } from '../slot.ts';
import type { OpenVault } from '../unlocked.ts';
import { VaultError } from '../vault-error.ts';
import type { VaultSecret } from '../vault-secret.ts';
import { type CeremonyRequest, openForCeremony } from './open-for-ceremony.ts';
import { proveVault, proveWriter } from './proof.ts';

export interface RotationRequest extends CeremonyRequest {
  /** The `export_key` (64 bytes) that the password slot opens by from now on: the same password's, or a new one's. */
  readonly passwordSecret: Uint8Array;
  /** Passkeys to keep, each with its PRF result (32 bytes). */
  readonly passkeys: readonly { readonly slotId: string; readonly prf: Uint8Array }[];
}

export interface Rotation {
  readonly pending: PendingVault;
  /** Of the new root key; see `writeProof`. */
  readonly writeProofDigest: string;
  /** A key on paper cannot be wrapped to, so every rotation issues a new one. */
  readonly recoveryKey: RecoveryKey;
  /** Passkeys that were not among those to keep: they open nothing until they are added again. */
  readonly dropped: readonly ListedSlot[];
}

/**
 * First phase of a new root key: every kept slot and every record, sealed anew as a pending vault. This is how a slot
 * is removed (taking it off the list alone revokes nothing from whoever kept a copy of it) and what follows a recovery.
 */
export async function rotateRootKey(
  request: RotationRequest,
): Promise<Result<Rotation, OpenFailure>> {
  const opened = await openForCeremony(request);
  if (!opened.ok) return opened;
  const { current } = opened.value;
  const { accountId } = current;
  const recoveryKey = createRecoveryKey();
  const kept = keptSecrets(request, current.manifest, recoveryKey);
  if (kept === undefined) return { ok: false, error: { type: 'no_such_slot' } };

  // FORMAT.md §8: kept slots move to the next epoch under the new root key; the others are gone with the old one.
  const carried = await createRootKey();
  const slots = await Promise.all(
    kept.map(({ slotId, secret }) => {
      const epoch = (listedSlot(current.manifest, slotId)?.epoch ?? 0) + 1;
      return sealSlot({ accountId, kind: secret.kind, slotId, epoch }, secret, carried);
    }),
  );
  const [password] = slots;
  if (password === undefined) throw new VaultError('slots_differ');
  const first = { kind: 'password', exportKey: request.passwordSecret } as const;
  const rootKey = await openSlot({ ...password, accountId }, first, password.sealed);
  if (rootKey === undefined) throw new VaultError('slot_altered');

  // Records carry the version of the manifest that lists them, under the next root key epoch (FORMAT.md §5).
  const version = current.manifest.version + 1;
  const rootKeyEpoch = current.manifest.rootKeyEpoch + 1;
  const records = await resealRecords(current, request.stored.records, {
    rootKey,
    rootKeyEpoch,
    version,
  });
  const manifest = await sealManifest(accountId, rootKey, {
    version,
    rootKeyEpoch,
    slots: await Promise.all(slots.map(listSlot)),
    records: await Promise.all(records.map(listRecord)),
  });
  const { proofDigest } = await proveVault(accountId, rootKey, manifest);
  const { proofDigest: writeProofDigest } = await proveWriter(accountId, rootKey);
  const pending: PendingVault = { vault: { accountId, manifest, slots, records }, proofDigest };
  const keptIds = new Set(kept.map(({ slotId }) => slotId));
  const dropped = current.manifest.slots.filter(({ slotId }) => !keptIds.has(slotId));
  return { ok: true, value: { pending, writeProofDigest, recoveryKey, dropped } };
}

/** The password first. `undefined` when the vault has no slot for one of them. */
function keptSecrets(request: RotationRequest, manifest: Manifest, recoveryKey: RecoveryKey) {
  const password = manifest.slots.find(({ kind }) => kind === 'password');
  const known = request.passkeys.every(
    ({ slotId }) => listedSlot(manifest, slotId)?.kind === 'passkey',
  );
  if (password === undefined || !known) return undefined;
  const kept: { slotId: string; secret: VaultSecret }[] = [
    { slotId: password.slotId, secret: { kind: 'password', exportKey: request.passwordSecret } },
    { slotId: recoverySlotId, secret: { kind: 'recovery-key', key: recoveryKey } },
    ...request.passkeys.map(({ slotId, prf }) => ({
      slotId,
      secret: { kind: 'passkey', slotId, prf } as const,
    })),
  ];
  return kept;
}

/** All records but the old recovery key, which is void with the old root key. */
async function resealRecords(
  current: OpenVault,
  records: readonly StoredRecord[],
  under: { rootKey: CryptoKey; rootKeyEpoch: number; version: number },
): Promise<StoredRecord[]> {
  const { accountId } = current;
  const lasting = records.filter(({ purpose }) => purpose !== 'recovery-key-to-show');
  return Promise.all(
    lasting.map(async (record) => {
      const content = await openRecord(current, record);
      try {
        return await sealContent(
          { accountId, purpose: record.purpose, ...under },
          under.rootKey,
          content,
        );
      } finally {
        content.fill(0);
      }
    }),
  );
}

function listedSlot(manifest: Manifest, slotId: string): ListedSlot | undefined {
  return manifest.slots.find((listed) => listed.slotId === slotId);
}
