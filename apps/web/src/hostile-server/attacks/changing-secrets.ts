import { base64url } from 'jose';
import type { StoredSlot, StoredVault } from '@signet/vault';
import { answering, flipped, overwritten, type Altered, type Attack } from '../attack.ts';
import type { World } from '../world.ts';

const identity = new Uint8Array(32);
const password = { during: 'changing the password' } as const;
const recoveryKey = { during: 'making a new recovery key' } as const;
const signUp = { during: 'signing up' } as const;

/** What the bff gives back of the slot that it was given to keep. */
export function pendingSlot(
  change: (slot: StoredSlot, now: StoredVault, world: World) => object | Promise<object>,
): Altered {
  return answering('readPending', async ({ honest, store, world }) => {
    if (honest.change?.kind !== 'slot') throw new Error('no slot was kept');
    const { slot } = honest.change;
    return {
      change: {
        kind: 'slot',
        slot: {
          ...slot,
          slot: { ...slot.slot, ...(await change(slot.slot, store.account.vault, world)) },
        },
      },
    };
  });
}

const current = (vault: StoredVault, kind: StoredSlot['kind']) =>
  vault.slots.find((slot) => slot.kind === kind) ?? {};

export const changingSecrets: readonly Attack[] = [
  {
    ...signUp,
    name: 'The identity element when a password is registered',
    gain: 'A vault that opens with the password alone: a stolen database could be guessed against',
    stoppedBy: 'RFC 9807 refuses it when it is read',
    refusedAs: 'internal_error',
    answer: answering('beginPassword', ({ honest }) => ({
      ...honest,
      registrationResponse: overwritten(honest.registrationResponse, 0, identity),
    })),
  },
  {
    ...signUp,
    name: 'An organization’s public key when a password is registered',
    gain: 'The new root key, wrapped to the server’s key from the first day',
    stoppedBy:
      'The answer has no place for it; slots are made from the person’s secrets only (VAULT-6)',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('beginPassword', ({ honest }) => ({
      ...honest,
      organizationKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    })),
  },
  {
    ...password,
    name: 'The identity element when the password is changed',
    gain: 'As at sign-up',
    stoppedBy: 'RFC 9807 refuses it when it is read',
    refusedAs: 'internal_error',
    answer: answering('beginNewPassword', ({ honest }) => ({
      ...honest,
      registrationResponse: overwritten(honest.registrationResponse, 0, identity),
    })),
  },
  {
    ...password,
    name: 'A registration without the server’s key',
    gain: 'A record that any server can pose with',
    stoppedBy: 'Every part has a fixed length',
    refusedAs: 'internal_error',
    answer: answering('beginNewPassword', ({ honest }) => ({
      ...honest,
      registrationResponse: base64url.encode(
        base64url.decode(honest.registrationResponse).subarray(0, 32),
      ),
    })),
  },
  {
    ...password,
    name: 'Weaker stretching for the new password',
    gain: 'The next password at a fraction of the price',
    stoppedBy: 'The answer has no place for it; the cost is compiled in (VAULT-5)',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('beginNewPassword', ({ honest }) => ({
      ...honest,
      keyStretching: { 'argon2id-custom': { memory: 8, iterations: 1, parallelism: 1 } },
    })),
  },
  {
    ...password,
    name: 'An older vault as the change begins',
    gain: 'The new password on top of a state that was given up',
    stoppedBy: 'An older version than the open one is refused (VAULT-7)',
    refusedAs: 'version_rollback',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({ ...honest, vault: world.earlier[3] }),
      2,
    ),
  },
  {
    ...password,
    name: 'A forged manifest as the change begins',
    gain: 'A planted slot carried into the new state under a genuine MAC',
    stoppedBy: 'What a change starts from is verified anew (VAULT-7)',
    refusedAs: 'slots_differ',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({
        ...honest,
        vault: {
          ...honest.vault,
          slots: [
            ...honest.vault.slots,
            {
              ...current(world.stranger.account.vault, 'recovery-key'),
              kind: 'passkey',
              slotId: 'planted',
            },
          ],
        },
      }),
      2,
    ),
  },
  {
    ...password,
    name: 'Nothing kept, though it said so',
    gain: 'A commit whose slot is lost: a vault that no password opens',
    stoppedBy: 'What was kept is read back before it is committed (VAULT-10)',
    refusedAs: 'vault_moved_on',
    answer: answering('readPending', () => ({ change: null })),
  },
  {
    ...password,
    name: 'The old password’s slot given back as the new one',
    gain: 'A change that changes nothing, confirmed by the person’s own browser',
    stoppedBy: 'The epoch must be the next one (VAULT-10)',
    refusedAs: 'pending_differs',
    answer: pendingSlot((_slot, now) => current(now, 'password')),
  },
  {
    ...password,
    name: 'The same, under the next epoch',
    gain: 'The same, past the comparison of epochs',
    stoppedBy: 'It does not open with the new password’s secret (VAULT-3, VAULT-10)',
    refusedAs: 'internal_error',
    answer: pendingSlot(({ epoch }, now) => ({ ...current(now, 'password'), epoch })),
  },
  {
    ...password,
    name: 'A slot of the attacker’s given back as the new one',
    gain: 'The vault re-wrapped for the attacker’s password',
    stoppedBy: 'It does not open with the new password’s secret (VAULT-3, VAULT-6)',
    refusedAs: 'internal_error',
    answer: pendingSlot((_slot, _now, world) => ({
      sealed: world.stranger.account.vault.slots.find(({ kind }) => kind === 'password')?.sealed,
    })),
  },
  {
    ...password,
    name: 'The new slot beside the old one instead of in its place',
    gain: 'The old password goes on opening',
    stoppedBy:
      'A vault has one password slot; its id follows from the manifest, not from the bff (VAULT-10)',
    refusedAs: 'pending_differs',
    answer: pendingSlot(() => ({ slotId: 'slt_00000000000000000000000009', epoch: 1 })),
  },
  {
    ...password,
    name: 'The recovery slot given back as the new password slot',
    gain: 'A commit that takes one way in away',
    stoppedBy: 'A slot of another kind than the secret is refused (VAULT-1)',
    refusedAs: 'pending_differs',
    answer: pendingSlot((_slot, now) => current(now, 'recovery-key')),
  },
  {
    ...password,
    name: 'One bit of the new slot',
    gain: 'A vault that the new password does not open, once the old slot is gone',
    stoppedBy: 'The slot is opened before it is committed (VAULT-10)',
    refusedAs: 'slot_altered',
    answer: pendingSlot(({ sealed }) => {
      const parts = sealed.split('.');
      return { sealed: parts.with(5, flipped(parts[5] ?? '', 9)).join('.') };
    }),
  },
  {
    ...password,
    name: 'A whole new vault where a slot was kept',
    gain: 'A rotation to a root key that the server made',
    stoppedBy: 'Only what the person began is gone on with (VAULT-6)',
    refusedAs: 'vault_moved_on',
    answer: answering('readPending', ({ world }) => ({
      change: {
        kind: 'vault',
        vault: { vault: world.stranger.account.vault, proofDigest: 'A'.repeat(43) },
      },
    })),
  },
  {
    ...recoveryKey,
    name: 'The old recovery key’s slot given back as the new one',
    gain: 'A recovery key that somebody saw goes on opening',
    stoppedBy: 'The epoch must be the next one (VAULT-10)',
    refusedAs: 'pending_differs',
    answer: pendingSlot((_slot, now) => current(now, 'recovery-key')),
  },
  {
    ...recoveryKey,
    name: 'The slot of a recovery key that the server knows',
    gain: 'A way in for the server, on paper in nobody’s drawer',
    stoppedBy:
      'The key is made in the browser, and only a slot that it opens is committed (VAULT-6)',
    refusedAs: 'internal_error',
    answer: pendingSlot((_slot, _now, world) => ({
      sealed: world.stranger.account.vault.slots.find(({ kind }) => kind === 'recovery-key')
        ?.sealed,
    })),
  },
  {
    ...recoveryKey,
    name: 'An older vault between showing the new key and committing it',
    gain: 'The new key’s slot on top of a state that was given up',
    stoppedBy: 'The vault is read and verified again before the commit (VAULT-7)',
    refusedAs: 'version_rollback',
    answer: answering(
      'readVault',
      ({ honest, world }) => ({ ...honest, vault: world.earlier.at(-2) }),
      3,
    ),
  },
];
