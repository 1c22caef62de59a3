import { createVault, passkeySlotId, type StoredVault } from '@signet/vault';
import { answering, type Attack } from '../attack.ts';
import type { World } from '../world.ts';
import { pendingSlot } from './changing-secrets.ts';
import { pendingVault } from './recovering.ts';

const lettingIn = { during: 'letting a passkey open the vault' } as const;
const opening = { during: 'opening with a passkey' } as const;
const turning = { during: 'making a new root key' } as const;
const checking = { during: 'checking the recovery key' } as const;

const slotOf = (vault: StoredVault, kind: string) => vault.slots.find((slot) => slot.kind === kind);
/** The third time that the vault is read is after the lock. */
const afterLock = (change: (vault: StoredVault, world: World) => unknown) =>
  answering(
    'readVault',
    ({ honest, world }) => ({ ...honest, vault: change(honest.vault, world) }),
    3,
  );

export const passkeysAndLocks: readonly Attack[] = [
  {
    ...lettingIn,
    name: 'Another slot given back for the passkey’s',
    gain: 'A slot that something else opens, committed as the passkey’s',
    stoppedBy: 'What comes back must open with the passkey before the commit (VAULT-10)',
    refusedAs: 'internal_error',
    answer: pendingSlot((_slot, now) => ({ sealed: slotOf(now, 'recovery-key')?.sealed })),
  },
  {
    ...lettingIn,
    name: 'The passkey’s slot given back under the id of another passkey',
    gain: 'A passkey of the attacker’s listed as one that opens',
    stoppedBy: 'The id is part of what a slot is bound to (VAULT-1)',
    refusedAs: 'pending_differs',
    answer: pendingSlot(async () => ({ slotId: await passkeySlotId('of-the-attacker') })),
  },
  {
    ...lettingIn,
    name: 'A slot of the server’s making for the passkey',
    gain: 'A slot that a PRF result of the server’s opens',
    stoppedBy: 'The commitment is made from the passkey’s own secret (VAULT-3, VAULT-6)',
    refusedAs: 'internal_error',
    answer: pendingSlot((_slot, _now, world) => ({
      sealed: slotOf(world.stranger.account.vault, 'password')?.sealed,
    })),
  },
  {
    ...lettingIn,
    name: 'An older vault as the passkey is let in',
    gain: 'The passkey’s slot on top of a state that was given up',
    stoppedBy: 'An older version than the open one is refused (VAULT-7)',
    refusedAs: 'version_rollback',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({ ...honest, vault: world.earlier[3] }),
      2,
    ),
  },
  {
    ...opening,
    name: 'The slot of another person’s secret under the passkey’s id',
    gain: 'The passkey used on a slot of the server’s',
    stoppedBy: 'The commitment is made from the PRF result and compared first (VAULT-3)',
    refusedAs: 'wrong_credentials',
    answer: afterLock((vault, world) => ({
      ...vault,
      slots: vault.slots.map((slot) =>
        slot.kind === 'passkey'
          ? { ...slot, sealed: slotOf(world.stranger.account.vault, 'password')?.sealed }
          : slot,
      ),
    })),
  },
  {
    ...opening,
    name: 'A record withheld when a passkey opens the vault',
    gain: 'A sign-in in which what was proved is gone unnoticed',
    stoppedBy: 'The manifest lists it (VAULT-7)',
    refusedAs: 'internal_error',
    answer: afterLock((vault) => ({
      ...vault,
      records: vault.records.filter(({ purpose }) => purpose !== 'credentials'),
    })),
  },
  {
    ...opening,
    name: 'The passkey’s slot withheld',
    gain: 'The password asked for where the passkey would have done',
    stoppedBy: 'Not what is asked, but that nothing opens; the person is asked for the password',
    refusedAs: 'unlock_required',
    answer: afterLock((vault) => ({
      ...vault,
      slots: vault.slots.filter(({ kind }) => kind !== 'passkey'),
    })),
  },
  {
    ...turning,
    name: 'The old vault given back as the one with new locks',
    gain: 'A change of locks that changes nothing',
    stoppedBy: 'Every slot must open with its secret under the new root key (VAULT-10)',
    refusedAs: 'internal_error',
    answer: pendingVault((_vault, now) => now),
  },
  {
    ...turning,
    name: 'A vault of the server’s own making, with new locks of its own',
    gain: 'Everything that the person seals from now on',
    stoppedBy: 'Its slots do not open with the person’s secrets (VAULT-6)',
    refusedAs: 'internal_error',
    answer: pendingVault(async ({ accountId, slots }) => {
      const passwordSecret = crypto.getRandomValues(new Uint8Array(64));
      const slotId = slots[0]?.slotId ?? '';
      return (await createVault({ accountId, passwordSecret, slotId })).stored;
    }),
  },
  {
    ...turning,
    name: 'The new locks without the credentials behind them',
    gain: 'What was proved is lost, committed by the person',
    stoppedBy: 'The new manifest lists each record (VAULT-7)',
    refusedAs: 'records_differ',
    answer: pendingVault((vault) => ({
      ...vault,
      records: vault.records.filter(({ purpose }) => purpose !== 'credentials'),
    })),
  },
  {
    ...turning,
    name: 'An older vault before the new locks are committed',
    gain: 'New locks on a state that was given up',
    stoppedBy: 'The vault is read and verified again before the commit (VAULT-7)',
    refusedAs: 'version_rollback',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({ ...honest, vault: world.earlier.at(-2) }),
      3,
    ),
  },
  {
    during: 'shutting a passkey out',
    name: 'The slot of the passkey that is shut out, in the new vault',
    gain: 'A stolen passkey goes on opening',
    stoppedBy: 'The new manifest lists each slot, and this one not (VAULT-7)',
    refusedAs: 'slots_differ',
    answer: pendingVault(
      (vault, now) => ({
        ...vault,
        slots: [...vault.slots, ...now.slots.filter(({ kind }) => kind === 'passkey')],
      }),
      2,
    ),
  },
  {
    ...checking,
    name: 'Another person’s slot to try the recovery key on',
    gain: 'A key that is right declared wrong, or a wrong one right',
    stoppedBy: 'The commitment is made from the key; nothing is reported (VAULT-3, AUTH-24)',
    refusedAs: 'does not open',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({
        ...honest,
        vault: {
          ...honest.vault,
          slots: honest.vault.slots.map((slot) =>
            slot.kind === 'recovery-key'
              ? { ...slot, sealed: slotOf(world.stranger.account.vault, slot.kind)?.sealed }
              : slot,
          ),
        },
      }),
      2,
    ),
  },
  {
    ...checking,
    name: 'An older vault to try the recovery key on',
    gain: 'A key that was replaced declared right',
    stoppedBy: 'An older version than the open one is refused (VAULT-7)',
    refusedAs: 'version_rollback',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({ ...honest, vault: world.earlier[3] }),
      2,
    ),
  },
];
