import {
  provePendingSlot,
  provePendingVault,
  rotateRootKey,
  type PendingSlot,
  type RecordPurpose,
  type RecoveryKey,
  type VaultSecret,
} from '@signet/vault';
import type { PasswordRegistration } from '@signet/contracts/key-stretching';
import type { InputOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { recoveryDigest } from '../citizen.ts';
import type { Scene } from './scene.ts';
import { knownOf, readVault, signIn, type Known, type SignedIn } from './subscriber.ts';

/** What ceremonies have in common, as a browser takes these steps. */

/** The record that holds a key which its owner has not seen yet; a new key, or a new root key, takes it away. */
export const toShow = 'recovery-key-to-show';

export async function enterVault({ house, subscriber, fetch }: Scene): Promise<SignedIn> {
  const me = await signIn(house, subscriber, knownOf(subscriber).password, fetch);
  if (me === undefined) throw new Error('the password that held a moment ago is refused');
  return me;
}

export async function keep(
  { citizen, open }: Pick<SignedIn, 'citizen' | 'open'>,
  pending: Omit<InputOf<typeof operationTable.keepPending>, 'writeProof'>,
): Promise<void> {
  const { status } = await citizen.keepPending(open, pending);
  if (status !== 200) throw new Error(`a pending change was answered with ${status}`);
}

/** Second phase: what the bff gives back is opened, and only then is there anything to commit. */
export async function proveSlot({ citizen, open }: SignedIn, secret: VaultSecret) {
  const { value: kept } = await citizen.ask('readPending', {});
  if (kept.change?.kind !== 'slot') throw new Error('no pending slot');
  const pending = kept.change.slot as PendingSlot;
  const stored = await readVault(citizen);
  const { commit, next } = value(await provePendingSlot({ vault: open, stored, secret, pending }));
  return { next, proved: commit, commit: () => citizen.ask('commitSlot', commit as never) };
}

type Passkeys = Parameters<typeof rotateRootKey>[0]['passkeys'];

/** Both phases of a new root key, up to the request that makes it the one. */
export async function turnRootKey(
  { citizen, open, stored }: Pick<SignedIn, 'citizen' | 'open' | 'stored'>,
  secret: VaultSecret,
  passwordSecret: () => Uint8Array,
  { passkeys, registration }: { passkeys: Passkeys; registration?: PasswordRegistration },
): Promise<{
  readonly recoveryKey: RecoveryKey;
  readonly commit: () => Promise<{ readonly status: number }>;
}> {
  const { pending, recoveryKey, writeProofDigest } = value(
    await rotateRootKey({
      vault: open,
      stored,
      secret,
      passwordSecret: passwordSecret(),
      passkeys,
    }),
  );
  await keep(
    { citizen, open },
    {
      change: { kind: 'vault', vault: pending as never },
      ...(registration === undefined ? {} : { registration }),
      recoveryProofDigest: await recoveryDigest(open.accountId, recoveryKey),
      writeProofDigest,
    },
  );
  const { value: kept } = await citizen.ask('readPending', {});
  if (kept.change?.kind !== 'vault') throw new Error('no pending vault');
  const { commit } = value(
    await provePendingVault({
      vault: open,
      stored: await readVault(citizen),
      pending: kept.change.vault as never,
      secrets: [
        { kind: 'password', exportKey: passwordSecret() },
        { kind: 'recovery-key', key: recoveryKey },
        ...passkeys.map(({ slotId, prf }) => ({ kind: 'passkey', slotId, prf }) as const),
      ],
    }),
  );
  return { recoveryKey, commit: () => citizen.ask('commitVault', commit as never) };
}

export function without(records: Known['records'], purpose: RecordPurpose): Known['records'] {
  return new Map([...records].filter(([one]) => one !== purpose));
}

export function value<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
