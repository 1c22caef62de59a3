import { createVault, type PendingVault, type StoredVault } from '@signet/vault';
import { answering, type Altered, type Attack } from '../attack.ts';
import type { World } from '../world.ts';

const during = 'recovering';

/** What the bff gives back of the vault under the new root key. */
export function pendingVault(
  change: (vault: StoredVault, now: StoredVault, world: World) => unknown,
  nth = 1,
): Altered {
  const alter: Parameters<typeof answering<'readPending'>>[1] = async ({
    honest,
    store,
    world,
  }) => {
    if (honest.change?.kind !== 'vault') throw new Error('no vault was kept');
    const kept: PendingVault = honest.change.vault;
    return {
      change: {
        kind: 'vault',
        vault: { ...kept, vault: await change(kept.vault, store.account.vault, world) },
      },
    };
  };
  return answering('readPending', alter, nth);
}

export const recovering: readonly Attack[] = [
  {
    during,
    name: 'A recovery slot that another key opens',
    gain: 'The recovery key used on a vault of the server’s',
    stoppedBy: 'The commitment is made from the key and compared first (VAULT-3)',
    refusedAs: 'wrong_credentials',
    answer: answering('readVault', ({ honest, world }) => ({
      ...honest,
      vault: { ...world.stranger.account.vault, accountId: honest.vault.accountId },
    })),
  },
  {
    during,
    name: 'A record withheld when the recovery key opens the vault',
    gain: 'A recovery in which what was proved is lost unnoticed',
    stoppedBy: 'The manifest lists it (VAULT-7)',
    refusedAs: 'internal_error',
    answer: answering('readVault', ({ honest }) => ({
      ...honest,
      vault: {
        ...honest.vault,
        records: honest.vault.records.filter(({ purpose }) => purpose !== 'credentials'),
      },
    })),
  },
  {
    during,
    name: 'A public key to wrap the new root key to',
    gain: 'The new root key: what “recovery by the service” usually means',
    stoppedBy: 'The answer has no place for it; no operation carries such a key (VAULT-6)',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('beginNewPassword', ({ honest }) => ({
      ...honest,
      recoveryPublicKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    })),
  },
  {
    during,
    name: 'The old vault given back as the one under the new root key',
    gain: 'A recovery that changes nothing: the lost password and the used key go on opening',
    stoppedBy: 'Every slot must open with its new secret before the commit (VAULT-10)',
    refusedAs: 'internal_error',
    answer: pendingVault((_vault, now) => now),
  },
  {
    during,
    name: 'A vault of the server’s own making under this account’s name',
    gain: 'Everything that the person seals from now on',
    stoppedBy: 'Its slots do not open with the person’s new secrets (VAULT-6)',
    refusedAs: 'internal_error',
    answer: pendingVault(async ({ accountId, slots }) => {
      const passwordSecret = crypto.getRandomValues(new Uint8Array(64));
      return (await createVault({ accountId, passwordSecret, slotId: slots[0]?.slotId ?? '' }))
        .stored;
    }),
  },
  {
    during,
    name: 'The vault of another person',
    gain: 'The person’s account opening on another’s vault',
    stoppedBy: 'The open vault knows whose it is (VAULT-1)',
    refusedAs: 'wrong_account',
    answer: pendingVault((_vault, _now, world) => world.stranger.account.vault),
  },
  {
    during,
    name: 'A passkey slot planted in the new vault',
    gain: 'A way in that the person never added, listed by the person’s own commit',
    stoppedBy: 'A slot that no secret of the person opens is not committed (VAULT-10)',
    refusedAs: 'internal_error',
    answer: pendingVault((vault) => ({
      ...vault,
      slots: [
        { ...vault.slots[0], kind: 'passkey', slotId: 'slt_00000000000000000000000009' },
        ...vault.slots,
      ],
    })),
  },
  {
    during,
    name: 'The slot of the used recovery key in the new vault',
    gain: 'A recovery key that was typed somewhere goes on opening',
    stoppedBy: 'The new manifest lists each slot by digest (VAULT-7)',
    refusedAs: 'slots_differ',
    answer: pendingVault((vault, now) => ({
      ...vault,
      slots: vault.slots.map((slot) =>
        slot.kind === 'recovery-key' ? now.slots.find(({ kind }) => kind === slot.kind) : slot,
      ),
    })),
  },
  {
    during,
    name: 'The new vault without the credentials',
    gain: 'A recovery in which what was proved is lost, committed by the person',
    stoppedBy: 'The new manifest lists each record (VAULT-7)',
    refusedAs: 'records_differ',
    answer: pendingVault((vault) => ({
      ...vault,
      records: vault.records.filter(({ purpose }) => purpose !== 'credentials'),
    })),
  },
  {
    during,
    name: 'Records under the old root key in the new vault',
    gain: 'A rotation that protects nothing from whoever had the old key',
    stoppedBy: 'The new manifest lists each record by digest (VAULT-7)',
    refusedAs: 'records_differ',
    answer: pendingVault((vault, now) => ({
      ...vault,
      records: now.records.filter(({ purpose }) => purpose !== 'recovery-key-to-show'),
    })),
  },
  {
    during,
    name: 'An older vault between showing the new key and committing it',
    gain: 'The new root key over a state that was given up',
    stoppedBy: 'The vault is read and verified again before the commit (VAULT-7)',
    refusedAs: 'version_rollback',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({ ...honest, vault: world.earlier.at(-2) }),
      3,
    ),
  },
];
