import { addPasskeySlot, passkeySlotId } from '@signet/vault';
import { addPasskey, makePasskey } from '../by-passkey.ts';
import type { TestCitizen } from '../citizen.ts';
import type { Scene } from './scene.ts';
import { enterVault, keep, proveSlot, toShow, turnRootKey, value, without } from './steps.ts';
import {
  factorsOf,
  knownOf,
  readVault,
  withFactor,
  withoutFactors,
  type SignedIn,
} from './subscriber.ts';

export async function addPasskeyStep({ house, subscriber, ...scene }: Scene) {
  const { citizen } = await enterVault({ house, subscriber, ...scene });
  return async () => {
    const { finish } = await makePasskey(house, citizen);
    const known = knownOf(subscriber);
    return { after: { ...known, factors: withFactor(known.factors, 'passkey') }, commit: finish };
  };
}

export async function removePasskeyStep(scene: Scene) {
  const me = await enterVault(scene);
  const { id } = await passkeyWithoutSlot(scene, me);
  return async () => {
    const known = knownOf(scene.subscriber);
    return {
      after: { ...known, factors: withoutFactors(known.factors, 'passkey', 1) },
      commit: () => me.citizen.ask('removeSecondFactor', { id }),
    };
  };
}

export async function letPasskeyOpen(scene: Scene) {
  const me = await enterVault(scene);
  const { slotId } = await passkeyWithoutSlot(scene, me);
  return () => prepareSlot(scene, me, slotId);
}

/** A passkey among the second steps that does not open the vault: if there is none, one is added first, undisturbed. */
async function passkeyWithoutSlot({ house, subscriber }: Scene, { citizen }: SignedIn) {
  const find = async () =>
    (await listedPasskeys(citizen)).find(({ slotId }) => !knownOf(subscriber).passkeys.has(slotId));
  const found = await find();
  if (found !== undefined) return found;
  await addPasskey(house, citizen);
  subscriber.known = { ...knownOf(subscriber), factors: await factorsOf(citizen) };
  const added = await find();
  if (added === undefined) throw new Error('the passkey that was added is not there');
  return added;
}

/** The passkeys among the second steps, each with the slot that it has, or would have. */
async function listedPasskeys(citizen: TestCitizen) {
  const { secondFactors } = (await citizen.ask('readSecondFactors', {})).value;
  return Promise.all(
    secondFactors.flatMap(({ id, credentialId }) =>
      credentialId === null ? [] : [passkeySlotId(credentialId).then((slotId) => ({ id, slotId }))],
    ),
  );
}

/** The device is played: what its passkey says to open the vault is drawn. */
async function prepareSlot({ subscriber, pick }: Scene, me: SignedIn, slotId: string) {
  const prf = Uint8Array.from({ length: 32 }, () => pick(256));
  const secret = { kind: 'password', exportKey: me.exportKey } as const;
  const request = { vault: me.open, stored: me.stored, secret };
  const pending = value(await addPasskeySlot({ ...request, slotId, prf }));
  await keep(me, { change: { kind: 'slot', slot: pending as never } });
  const proven = await proveSlot(me, { kind: 'passkey', slotId, prf });
  const known = knownOf(subscriber);
  const passkeys = new Map(known.passkeys).set(slotId, Buffer.from(prf).toString('base64url'));
  return { after: { ...known, passkeys }, ...proven };
}

/** A vault that is open and has a passkey: if there is none yet, one is let in first, undisturbed. */
async function withPasskey(scene: Scene): Promise<SignedIn> {
  const me = await enterVault(scene);
  if (knownOf(scene.subscriber).passkeys.size > 0) return me;
  const { slotId } = await passkeyWithoutSlot(scene, me);
  const { after, next, commit } = await prepareSlot(scene, me, slotId);
  if ((await commit()).status !== 200) throw new Error('the passkey was not let in');
  scene.subscriber.known = after;
  return { ...me, open: next, stored: await readVault(me.citizen) };
}

/** A new root key for those that stay, if they are second steps still; `shutOut` says how many passkeys do not. */
async function turn(scene: Scene, me: SignedIn, shutOut: 'one passkey' | 'nobody') {
  const known = knownOf(scene.subscriber);
  const listed = new Set((await listedPasskeys(me.citizen)).map(({ slotId }) => slotId));
  const staying = [...known.passkeys]
    .filter(([slotId]) => listed.has(slotId))
    .slice(shutOut === 'nobody' ? 0 : 1);
  const { recoveryKey, commit } = await turnRootKey(
    me,
    { kind: 'password', exportKey: me.exportKey },
    () => me.exportKey.slice(),
    {
      passkeys: staying.map(([slotId, prf]) => ({
        slotId,
        prf: Uint8Array.from(Buffer.from(prf, 'base64url')),
      })),
    },
  );
  const records = without(known.records, toShow);
  return { after: { ...known, records, recoveryKey, passkeys: new Map(staying) }, commit };
}

export async function shutPasskeyOut(scene: Scene) {
  const me = await withPasskey(scene);
  return () => turn(scene, me, 'one passkey');
}

export async function newRootKey(scene: Scene) {
  const me = await withPasskey(scene);
  return () => turn(scene, me, 'nobody');
}
