import {
  addPasskeySlot,
  changePasswordSlot,
  passkeySlotId,
  provePendingSlot,
  provePendingVault,
  reissueRecoveryKey,
  rotateRootKey,
  writeProof,
  type OpenVault,
  type RecoveryKey,
  type StoredVault,
  type VaultSecret,
} from '@signet/vault';
import type { ceremonyOperations, PendingChange } from '@signet/contracts/ceremonies';
import type { InputOf } from '@signet/contracts/operation';
import type { PasswordRegistration } from '@signet/contracts/key-stretching';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, isAnswerLost, type CallProblem } from '../app/call.ts';
import type { PasskeyPrf } from './passkey.ts';
import { recoveryProofDigest } from './recovery-proof.ts';
import { registerWith } from './register-with.ts';
import { type Unlocked } from './this-tab.ts';
import { changeWhole } from './vault-session.ts';

/**
 * A change that is kept beside the vault and takes effect with `commit`: once, however often that is called. Where its answer was lost,
 * another call says what became of it.
 */
export type Kept = { readonly commit: () => Promise<Result<true, CallProblem>> };

/** One that waits for the person: the new recovery key is shown, and the change takes effect when they have it. */
export type WithNewKey = Kept & { readonly recoveryKey: RecoveryKey };

const registerAgain = (accountId: string, password: string) =>
  registerWith(password, accountId, (registrationRequest) =>
    call('beginNewPassword', { registrationRequest }),
  );

/** VAULT-10: a new password slot is kept, read back, opened with the new password, and only then put in place. */
export async function changePassword(
  current: Uint8Array,
  newPassword: string,
): Promise<Result<Kept, CallProblem>> {
  const secret: VaultSecret = { kind: 'password', exportKey: current };
  let begun: Kept | undefined;
  const prepared = await changeWhole(async (from) => {
    const { open, stored } = from;
    const registered = await registerAgain(open.accountId, newPassword);
    if (!registered.ok) return registered;
    const { registration, exportKey } = registered.value;
    const pending = await changePasswordSlot({
      vault: open,
      stored,
      secret,
      newExportKey: exportKey.slice(),
    });
    if (!pending.ok) return problem('wrong_credentials');
    const change: PendingChange = { kind: 'slot', slot: pending.value };
    const kept = await keep(open, { change, registration });
    if (!kept.ok) return kept;
    const next: VaultSecret = { kind: 'password', exportKey };
    begun = { commit: pressed((later) => commitSlot(later, next), [next]) };
    return ok(from);
  });
  return prepared.ok && begun !== undefined ? ok(begun) : (prepared as never);
}

/** A new recovery key for whoever lost the old one or showed it to somebody. */
export async function newRecoveryKey(
  secret: VaultSecret,
): Promise<Result<WithNewKey, CallProblem>> {
  let begun: WithNewKey | undefined;
  const prepared = await changeWhole(async (from) => {
    const { open, stored } = from;
    const reissued = await reissueRecoveryKey({ vault: open, stored, secret });
    if (!reissued.ok) return problem('wrong_credentials');
    const { pending, recoveryKey } = reissued.value;
    const kept = await keep(open, {
      change: { kind: 'slot', slot: pending },
      recoveryProofDigest: await recoveryProofDigest(open.accountId, recoveryKey),
    });
    if (!kept.ok) return kept;
    const next: VaultSecret = { kind: 'recovery-key', key: recoveryKey };
    begun = { recoveryKey, commit: pressed((later) => commitSlot(later, next), [next]) };
    return ok(from);
  });
  return prepared.ok && begun !== undefined ? ok(begun) : (prepared as never);
}

/** Of passkeys that were let in unheard. Whoever presses again asks for all of it anew, and what went out before may still arrive. */
const unheard = new Set<string>();

/** Gives a passkey a slot of its own: it opens the vault from then on, in the place of the password (AUTH-17). */
export async function letPasskeyOpen(
  secret: VaultSecret,
  passkey: PasskeyPrf,
): Promise<Result<true, CallProblem>> {
  const slotId = await passkeySlotId(passkey.credentialId);
  const { prf } = passkey;
  const brought: VaultSecret = { kind: 'passkey', slotId, prf };
  const done = await changeWhole(
    async ({ open, stored }) => {
      const begun = await addPasskeySlot({
        vault: open,
        stored,
        secret,
        slotId,
        prf: prf.slice(),
      });
      if (!begun.ok)
        return problem(
          begun.error.type === 'too_many_slots' ? 'limit_reached' : 'wrong_credentials',
        );
      const kept = await keep(open, { change: { kind: 'slot', slot: begun.value } });
      if (!kept.ok) return kept;
      return commitSlot({ open, stored }, brought);
    },
    [brought],
  );
  if (done.ok) return done;
  if (done.error.code === 'outcome_unknown') unheard.add(slotId);
  return unheard.has(slotId) ? unlessLost(done.error) : done;
}

/**
 * Another root key under the same password, with another recovery key, and every record sealed anew: on demand, and to shut out a
 * passkey, whose slot a thief may have copied. No passkey opens the vault after it until it is let in again.
 */
export async function newRootKey(exportKey: Uint8Array): Promise<Result<WithNewKey, CallProblem>> {
  return rotate({ kind: 'password', exportKey: exportKey.slice() }, async () =>
    ok({ exportKey, registration: undefined }),
  );
}

/** After a recovery: another password, another root key, another recovery key, and every record sealed anew (AUTH-10). */
export async function recoverWith(
  secret: VaultSecret,
  newPassword: string,
): Promise<Result<WithNewKey, CallProblem>> {
  return rotate(secret, async (accountId) => {
    const registered = await registerAgain(accountId, newPassword);
    if (!registered.ok) return registered;
    const { registration, exportKey } = registered.value;
    return ok({ exportKey, registration });
  });
}

type NextPassword = {
  readonly exportKey: Uint8Array;
  /** Absent when the password stays. */
  readonly registration: PasswordRegistration | undefined;
};

async function rotate(
  secret: VaultSecret,
  next: (accountId: string) => Promise<Result<NextPassword, CallProblem>>,
): Promise<Result<WithNewKey, CallProblem>> {
  let begun: WithNewKey | undefined;
  const prepared = await changeWhole(async (from) => {
    const { open, stored } = from;
    const password = await next(open.accountId);
    if (!password.ok) return password;
    const { registration, exportKey } = password.value;
    // A passkey that is here can come along; the others would have to be asked one by one.
    const passkeys = secret.kind === 'passkey' ? [secret] : [];
    const rotated = await rotateRootKey({
      vault: open,
      stored,
      secret,
      passwordSecret: exportKey.slice(),
      passkeys,
    });
    if (!rotated.ok) return problem('wrong_credentials');
    const { pending, recoveryKey, writeProofDigest } = rotated.value;
    const kept = await keep(open, {
      change: { kind: 'vault', vault: pending },
      ...(registration === undefined ? {} : { registration }),
      recoveryProofDigest: await recoveryProofDigest(open.accountId, recoveryKey),
      writeProofDigest,
    });
    if (!kept.ok) return kept;
    const secrets: VaultSecret[] = [
      { kind: 'password', exportKey },
      { kind: 'recovery-key', key: recoveryKey },
      ...passkeys,
    ];
    const builtOn = open.manifest.version;
    const commit = pressed(
      async (later) =>
        // Whatever was written elsewhere meanwhile is not in what was sealed here.
        later.open.manifest.version === builtOn
          ? commitVault(later, secrets)
          : problem('vault_moved_on'),
      secrets,
    );
    begun = { recoveryKey, commit };
    return ok(from);
  });
  return prepared.ok && begun !== undefined ? ok(begun) : (prepared as never);
}

type Pending = Omit<InputOf<typeof ceremonyOperations.keepPending>, 'writeProof'>;

/** With the proof that the root key is here: a session alone puts nothing beside the vault (VAULT-11). */
async function keep(open: OpenVault, pending: Pending) {
  return call('keepPending', { ...pending, writeProof: (await writeProof(open)).proof });
}

async function readBack(): Promise<Result<{ change: PendingChange | null }, CallProblem>> {
  return call('readPending', {});
}

async function commitSlot(
  { open, stored }: Unlocked,
  secret: VaultSecret,
): Promise<Result<Unlocked, CallProblem>> {
  const kept = await readBack();
  if (!kept.ok) return kept;
  const { change } = kept.value;
  if (change?.kind !== 'slot') return problem('vault_moved_on');
  const proven = await provePendingSlot({ vault: open, stored, secret, pending: change.slot });
  if (!proven.ok) return problem('internal_error');
  const { commit, next } = proven.value;
  const committed = await call('commitSlot', commit);
  if (!committed.ok) return unlessLost(committed.error);
  return ok({
    open: next,
    stored: {
      ...stored,
      manifest: commit.manifest,
      slots: [...stored.slots.filter(({ slotId }) => slotId !== commit.slot.slotId), commit.slot],
      records: stored.records.filter(({ purpose }) => !commit.removeRecords.includes(purpose)),
    },
  });
}

async function commitVault(
  { open, stored }: { readonly open: OpenVault; readonly stored: StoredVault },
  secrets: readonly VaultSecret[],
): Promise<Result<Unlocked, CallProblem>> {
  const kept = await readBack();
  if (!kept.ok) return kept;
  const { change } = kept.value;
  if (change?.kind !== 'vault') return problem('vault_moved_on');
  const proven = await provePendingVault({ vault: open, stored, pending: change.vault, secrets });
  if (!proven.ok) return problem('internal_error');
  const committed = await call('commitVault', proven.value.commit);
  if (!committed.ok) return unlessLost(committed.error);
  return ok({ open: proven.value.next, stored: change.vault.vault });
}

/** Once it went out unheard it may still arrive: that nothing can be looked at, or asked for again, does not say that it did not. */
function pressed(...change: Parameters<typeof changeWhole>): Kept['commit'] {
  let isUnheard = false;
  return async () => {
    const done = await changeWhole(...change);
    if (done.ok) return done;
    isUnheard ||= done.error.code === 'outcome_unknown';
    return isUnheard ? unlessLost(done.error) : done;
  };
}

function unlessLost(refused: CallProblem) {
  return isAnswerLost(refused) ? problem('outcome_unknown') : failed(refused);
}

function problem(code: CallProblem['code']) {
  return failed<CallProblem>({ type: 'problem', code });
}
