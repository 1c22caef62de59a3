import { changePasswordSlot, openVault, reissueRecoveryKey, type StoredVault } from '@signet/vault';
import { recoveryDigest, type TestCitizen } from './citizen.ts';
import { keep, proveSlot, value } from './crash/steps.ts';

/** Somebody who is signed in opens the vault with what their password gave. */
export async function opened(citizen: TestCitizen, exportKey: Uint8Array) {
  const stored = (await citizen.ask('readVault', {})).value.vault as StoredVault;
  const secretOf = () => ({ kind: 'password', exportKey: exportKey.slice() }) as const;
  const open = value(await openVault({ stored, accountId: stored.accountId, secret: secretOf() }));
  return { citizen, open, stored, exportKey, factors: '', secretOf };
}

/** Both phases of another password; answers with what the second was answered with, and with the vault after it. */
export async function changePassword(
  citizen: TestCitizen,
  exportKey: Uint8Array,
  password: string,
) {
  const me = await opened(citizen, exportKey);
  const registered = await citizen.registerAgain(me.stored.accountId, password);
  const newExportKey = registered.exportKey();
  const { open, stored, secretOf } = me;
  const pending = value(
    await changePasswordSlot({ vault: open, stored, secret: secretOf(), newExportKey }),
  );
  const { registration } = registered;
  await keep(me, { change: { kind: 'slot', slot: pending as never }, registration });
  const proved = await proveSlot(me, { kind: 'password', exportKey: registered.exportKey() });
  return { ...(await proved.commit()), open: proved.next };
}

/** Both phases of another recovery key; answers with it. */
export async function makeNewKey(citizen: TestCitizen, exportKey: Uint8Array) {
  const me = await opened(citizen, exportKey);
  const { open, stored, secretOf } = me;
  const { pending, recoveryKey } = value(
    await reissueRecoveryKey({ vault: open, stored, secret: secretOf() }),
  );
  await keep(me, {
    change: { kind: 'slot', slot: pending as never },
    recoveryProofDigest: await recoveryDigest(stored.accountId, recoveryKey),
  });
  const proved = await proveSlot(me, { kind: 'recovery-key', key: recoveryKey });
  const { status } = await proved.commit();
  if (status !== 200) throw new Error(`another recovery key was answered with ${status}`);
  return { accountId: stored.accountId, recoveryKey };
}
