import {
  changePasswordSlot,
  openVault,
  provePendingSlot,
  provePendingVault,
  reissueRecoveryKey,
  removeRecord,
  rotateRootKey,
  sealRecord,
  type OpenVault,
  type PendingSlot,
  type RecordPurpose,
  type VaultSecret,
} from '@signet/vault';
import type { InputOf } from '@signet/contracts/operation';
import type { OperationName, operationTable } from '@signet/contracts/operation-table';
import type { Fetch } from '../browser.ts';
import { recoveryDigest, type TestCitizen } from '../citizen.ts';
import type { Installation } from '../installation/install.ts';
import {
  contents,
  giveCode,
  knownOf,
  proveRecoveryKey,
  readVault,
  signIn,
  visitor,
  type Known,
  type SignedIn,
  type Subscriber,
} from './subscriber.ts';

export type Scene = {
  readonly house: Installation;
  readonly fetch: Fetch;
  readonly subscriber: Subscriber;
  /** The password of who chooses one in this round. */
  readonly password: string;
  /** A number below another; the same for the same seed. */
  readonly pick: (below: number) => number;
};

/** Just before the request that makes the change: what the person will know if it is made, and that request. */
type Prepared = { readonly after: Known; commit(): Promise<{ readonly status: number }> };

/** What comes before the ceremony, undisturbed; it answers with the ceremony itself, up to its last request. */
type Enter = (scene: Scene) => Promise<() => Promise<Prepared>>;

export type Ceremony = {
  readonly name: string;
  /** The one request that makes the change. */
  readonly commit: OperationName;
  /** Whether the person has an account when it begins. */
  readonly account: 'old' | 'new';
  /** Whether the change waits beside the vault until it is committed. */
  readonly pending: boolean;
  readonly enter: Enter;
};

/** Every ceremony that changes what is kept of a person: one row each. */
// prettier-ignore
export const ceremonies: readonly Ceremony[] = [
  { name: 'change the password',           commit: 'commitSlot',     account: 'old', pending: true,  enter: changePassword },
  { name: 'issue a new recovery key',      commit: 'commitSlot',     account: 'old', pending: true,  enter: issueRecoveryKey },
  { name: 'recover, with a new root key',  commit: 'commitVault',    account: 'old', pending: true,  enter: recover },
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
    await keep(me.citizen, {
      change: { kind: 'slot', slot: pending as never },
      registrationRecord: registered.registrationRecord,
    });
    const commit = await proveSlot(me, { kind: 'password', exportKey: registered.exportKey() });
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
    await keep(me.citizen, {
      change: { kind: 'slot', slot: pending as never },
      recoveryProofDigest: await recoveryDigest(me.open.accountId, recoveryKey),
    });
    const commit = await proveSlot(me, { kind: 'recovery-key', key: recoveryKey });
    const { password, records } = knownOf(scene.subscriber);
    return { after: { password, recoveryKey, records: without(records, toShow) }, commit };
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
    const { pending, recoveryKey } = value(
      await rotateRootKey({
        vault: open,
        stored,
        secret: key,
        passwordSecret: registered.exportKey(),
        passkeys: [],
      }),
    );
    await keep(citizen, {
      change: { kind: 'vault', vault: pending as never },
      registrationRecord: registered.registrationRecord,
      recoveryProofDigest: await recoveryDigest(accountId, recoveryKey),
    });
    const { value: kept } = await citizen.ask('readPending', {});
    if (kept.change?.kind !== 'vault') throw new Error('no pending vault');
    const { commit } = value(
      await provePendingVault({
        vault: open,
        stored: await readVault(citizen),
        pending: kept.change.vault as never,
        secrets: [
          { kind: 'password', exportKey: registered.exportKey() },
          { kind: 'recovery-key', key: recoveryKey },
        ],
      }),
    );
    const records = without(known.records, toShow);
    return {
      after: { password, recoveryKey, records },
      commit: () => citizen.ask('commitVault', commit as never),
    };
  };
}

const toShow = 'recovery-key-to-show';
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
    const { manifest, expectedManifestVersion } = await removeRecord(vault, purpose);
    return {
      after: { ...known, records: without(known.records, purpose) },
      commit: () => citizen.ask('removeRecord', { purpose, manifest, expectedManifestVersion }),
    };
  };
}

async function prepareRecord({ subscriber, pick }: Scene, citizen: TestCitizen, open: OpenVault) {
  const purpose = written[pick(written.length)] ?? 'credentials';
  const content = Uint8Array.from({ length: 1 + pick(longest) }, () => pick(256));
  const { record, manifest, expectedManifestVersion, next } = await sealRecord(
    open,
    purpose,
    content,
  );
  const known = knownOf(subscriber);
  const records = new Map(known.records).set(purpose, Buffer.from(content).toString('base64url'));
  return {
    after: { ...known, records },
    next,
    commit: () =>
      citizen.ask('writeRecord', { record, manifest: manifest as never, expectedManifestVersion }),
  };
}

async function signUp({ house, subscriber, fetch, password }: Scene) {
  const citizen = visitor(house, subscriber.email, fetch);
  const token = await citizen.link();
  return async () => {
    const { open, stored, recoveryKey, finish } = await citizen.prepareAccount(password, token);
    return {
      after: { password, recoveryKey, records: await contents(open, stored) },
      commit: () => citizen.ask('finishPassword', finish),
    };
  };
}

async function enterVault({ house, subscriber, fetch }: Scene): Promise<SignedIn> {
  const me = await signIn(house, subscriber, knownOf(subscriber).password, fetch);
  if (me === undefined) throw new Error('the password that held a moment ago is refused');
  return me;
}

async function keep(
  citizen: TestCitizen,
  pending: InputOf<typeof operationTable.keepPending>,
): Promise<void> {
  const { status } = await citizen.ask('keepPending', pending);
  if (status !== 200) throw new Error(`a pending change was answered with ${status}`);
}

/** Second phase: what the bff gives back is opened, and only then is there anything to commit. */
async function proveSlot({ citizen, open }: SignedIn, secret: VaultSecret) {
  const { value: kept } = await citizen.ask('readPending', {});
  if (kept.change?.kind !== 'slot') throw new Error('no pending slot');
  const pending = kept.change.slot as PendingSlot;
  const stored = await readVault(citizen);
  const { commit } = value(await provePendingSlot({ vault: open, stored, secret, pending }));
  return () => citizen.ask('commitSlot', commit as never);
}

function without(records: Known['records'], purpose: RecordPurpose): Known['records'] {
  return new Map([...records].filter(([one]) => one !== purpose));
}

function value<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
