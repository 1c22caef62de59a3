import {
  changePasswordSlot,
  openVault,
  reissueRecoveryKey,
  removeRecord,
  sealRecord,
  type OpenVault,
  type VaultSecret,
} from '@signet/vault';
import { recoveryDigest, type TestCitizen } from '../citizen.ts';
import {
  deleteAccount,
  loseSecondSteps,
  replaceLostSecondSteps,
  reset,
  resetWithoutSecondStep,
  sayNotMe,
  useTextMessages,
} from './access-ceremonies.ts';
import {
  addPasskeyStep,
  letPasskeyOpen,
  newRootKey,
  removePasskeyStep,
  shutPasskeyOut,
} from './passkey-ceremonies.ts';
import type { Ceremony, Scene } from './scene.ts';
import { enterVault, keep, proveSlot, toShow, turnRootKey, value, without } from './steps.ts';
import { contents, giveCode, knownOf, proveRecoveryKey, readVault, visitor } from './subscriber.ts';

/** Every ceremony that changes what is kept of a person: one row each. */
// prettier-ignore
export const ceremonies: readonly Ceremony[] = [
  { name: 'change the password',           commit: 'commitSlot',     account: 'old', pending: true,  enter: changePassword },
  { name: 'issue a new recovery key',      commit: 'commitSlot',     account: 'old', pending: true,  enter: issueRecoveryKey },
  { name: 'recover, with a new root key',  commit: 'commitVault',    account: 'old', pending: true,  enter: recover },
  { name: 'add a passkey',                 commit: 'finishPasskey',  account: 'old', pending: false, enter: addPasskeyStep },
  { name: 'remove a passkey',              commit: 'removeSecondFactor', account: 'old', pending: false, enter: removePasskeyStep },
  { name: 'let a passkey open the vault',  commit: 'commitSlot',     account: 'old', pending: true,  enter: letPasskeyOpen },
  { name: 'shut a passkey out',            commit: 'commitVault',    account: 'old', pending: true,  enter: shutPasskeyOut },
  { name: 'a new root key on demand',      commit: 'commitVault',    account: 'old', pending: true,  enter: newRootKey },
  { name: 'reset, after a day',            commit: 'finishReplacement', account: 'old', pending: false, enter: reset },
  { name: 'lose everything',               commit: 'finishReplacement', account: 'old', pending: false, enter: resetWithoutSecondStep },
  { name: 'lose every second step',        commit: 'confirmNewSecondFactor', account: 'old', pending: false, enter: loseSecondSteps },
  { name: 'replace lost second steps',     commit: 'finishTotp',     account: 'old', pending: false, enter: replaceLostSecondSteps },
  { name: 'use text messages',             commit: 'finishPhone',    account: 'old', pending: false, enter: useTextMessages },
  { name: 'say “this wasn’t me”',          commit: 'disavowSignIn',  account: 'old', pending: false, enter: sayNotMe },
  { name: 'delete the account',            commit: 'deleteAccount',  account: 'old', pending: false, enter: deleteAccount },
  { name: 'write a record',                commit: 'writeRecord',    account: 'old', pending: false, enter: writeRecord },
  { name: 'remove a record',               commit: 'removeRecord',   account: 'old', pending: false, enter: removeOneRecord },
  { name: 'sign up',                       commit: 'finishPassword', account: 'new', pending: false, enter: signUp },
];

async function changePassword(scene: Scene) {
  const { password, subscriber } = scene;
  const me = await enterVault(scene);
  return async () => {
    const registered = await me.citizen.registerAgain(me.open.accountId, password);
    const pending = value(
      await changePasswordSlot({
        vault: me.open,
        stored: me.stored,
        secret: { kind: 'password', exportKey: me.exportKey },
        newExportKey: registered.exportKey(),
      }),
    );
    await keep(me, {
      change: { kind: 'slot', slot: pending as never },
      registration: registered.registration,
    });
    const { commit } = await proveSlot(me, { kind: 'password', exportKey: registered.exportKey() });
    return { after: { ...knownOf(subscriber), password }, commit };
  };
}

async function issueRecoveryKey(scene: Scene) {
  const me = await enterVault(scene);
  return async () => {
    const { pending, recoveryKey } = value(
      await reissueRecoveryKey({
        vault: me.open,
        stored: me.stored,
        secret: { kind: 'password', exportKey: me.exportKey },
      }),
    );
    await keep(me, {
      change: { kind: 'slot', slot: pending as never },
      recoveryProofDigest: await recoveryDigest(me.open.accountId, recoveryKey),
    });
    const { commit } = await proveSlot(me, { kind: 'recovery-key', key: recoveryKey });
    const known = knownOf(scene.subscriber);
    const records = without(known.records, toShow);
    return { after: { ...known, recoveryKey, records }, commit };
  };
}

async function recover(scene: Scene) {
  const { house, subscriber, fetch, password } = scene;
  const known = knownOf(subscriber);
  const citizen = visitor(house, subscriber.email, fetch);
  return async () => {
    const key: VaultSecret = { kind: 'recovery-key', key: known.recoveryKey };
    if (!(await proveRecoveryKey(citizen, known.recoveryKey)))
      throw new Error('the recovery key that held a moment ago is refused');
    await giveCode(house, subscriber, citizen);
    const stored = await readVault(citizen);
    const { accountId } = stored;
    const open = value(await openVault({ stored, accountId, secret: key }));
    const registered = await citizen.registerAgain(accountId, password);
    const { recoveryKey, commit } = await turnRootKey(
      { citizen, open, stored },
      key,
      registered.exportKey,
      { passkeys: [], registration: registered.registration },
    );
    const records = without(known.records, toShow);
    return { after: { ...known, password, recoveryKey, records, passkeys: new Map() }, commit };
  };
}

const written = ['credentials', 'sharing-history', 'proofing-draft'] as const;
const longest = 60_000;

async function writeRecord(scene: Scene) {
  const { citizen, open } = await enterVault(scene);
  return () => prepareRecord(scene, citizen, open);
}

async function removeOneRecord(scene: Scene) {
  const { citizen, open } = await enterVault(scene);
  let vault = open;
  if (knownOf(scene.subscriber).records.size === 0) {
    // Nothing is left to take out: something is put in first, undisturbed.
    const { after, next, commit } = await prepareRecord(scene, citizen, open);
    if ((await commit()).status !== 200) throw new Error('the record to remove was not written');
    scene.subscriber.known = after;
    vault = next;
  }
  const known = knownOf(scene.subscriber);
  const purposes = [...known.records.keys()];
  const purpose = purposes[scene.pick(purposes.length)] ?? toShow;
  return async () => {
    const { manifest, expectedManifestVersion, writeProof } = await removeRecord(vault, purpose);
    const write = { manifest, expectedManifestVersion, writeProof };
    return {
      after: { ...known, records: without(known.records, purpose) },
      commit: () => citizen.ask('removeRecord', { purpose, ...write }),
    };
  };
}

async function prepareRecord({ subscriber, pick }: Scene, citizen: TestCitizen, open: OpenVault) {
  const purpose = written[pick(written.length)] ?? 'credentials';
  const content = Uint8Array.from({ length: 1 + pick(longest) }, () => pick(256));
  const { record, manifest, expectedManifestVersion, writeProof, next } = await sealRecord(
    open,
    purpose,
    content,
  );
  const write = { manifest: manifest as never, expectedManifestVersion, writeProof };
  const known = knownOf(subscriber);
  const records = new Map(known.records).set(purpose, Buffer.from(content).toString('base64url'));
  return {
    after: { ...known, records },
    next,
    commit: () => citizen.ask('writeRecord', { record, ...write }),
  };
}

async function signUp({ house, subscriber, fetch, password }: Scene) {
  const citizen = visitor(house, subscriber.email, fetch);
  const token = await citizen.link();
  return async () => {
    const { open, stored, recoveryKey, finish } = await citizen.prepareAccount(password, token);
    return {
      after: {
        password,
        recoveryKey,
        records: await contents(open, stored),
        passkeys: new Map(),
        factors: '',
      },
      commit: () => citizen.ask('finishPassword', finish),
    };
  };
}
