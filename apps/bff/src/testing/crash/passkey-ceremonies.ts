import { addPasskeySlot, passkeySlotId } from '@signet/vault';
import type { Scene } from './scene.ts';
import { enterVault, keep, proveSlot, toShow, turnRootKey, value, without } from './steps.ts';
import { knownOf, readVault, type SignedIn } from './subscriber.ts';

/** The device is played: what its passkey would say is drawn, and no signature is asked for here. */
export async function letPasskeyOpen(scene: Scene) {
  const me = await enterVault(scene);
  return () => prepareSlot(scene, me);
}

async function prepareSlot({ subscriber, pick }: Scene, me: SignedIn) {
  const random = () => Uint8Array.from({ length: 32 }, () => pick(256));
  const slotId = await passkeySlotId(Buffer.from(random()).toString('base64url'));
  const prf = random();
  const secret = { kind: 'password', exportKey: me.exportKey } as const;
  const request = { vault: me.open, stored: me.stored, secret };
  const pending = value(await addPasskeySlot({ ...request, slotId, prf }));
  await keep(me.citizen, { change: { kind: 'slot', slot: pending as never } });
  const proven = await proveSlot(me, { kind: 'passkey', slotId, prf });
  const known = knownOf(subscriber);
  const passkeys = new Map(known.passkeys).set(slotId, Buffer.from(prf).toString('base64url'));
  return { after: { ...known, passkeys }, ...proven };
}

/** A vault that is open and has a passkey: if there is none yet, one is let in first, undisturbed. */
async function withPasskey(scene: Scene): Promise<SignedIn> {
  const me = await enterVault(scene);
  if (knownOf(scene.subscriber).passkeys.size > 0) return me;
  const { after, next, commit } = await prepareSlot(scene, me);
  if ((await commit()).status !== 200) throw new Error('the passkey was not let in');
  scene.subscriber.known = after;
  return { ...me, open: next, stored: await readVault(me.citizen) };
}

/** A new root key for those that stay; `shutOut` says how many passkeys do not. */
async function turn(scene: Scene, me: SignedIn, shutOut: 'one passkey' | 'nobody') {
  const known = knownOf(scene.subscriber);
  const staying = [...known.passkeys].slice(shutOut === 'nobody' ? 0 : 1);
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
