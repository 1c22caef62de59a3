import Database from 'better-sqlite3';
import { openVault } from '@signet/vault';
import type { Installation } from '../installation/install.ts';
import {
  contents,
  gone,
  proveRecoveryKey,
  signIn,
  visitor,
  type Gone,
  type Known,
  type SignedIn,
  type Subscriber,
} from './subscriber.ts';

/** What must never be: a vault that its owner cannot open, or a part of one state together with a part of another. */
export class HalfState extends Error {}

type Found = {
  /** Which of the two; undefined when there is no account, and there was none. */
  readonly held: Known | Gone | undefined;
  readonly me: SignedIn | undefined;
};

/**
 * Tries everything that the person might know, old and new, and says which of the two states they find: exactly the secrets of one of
 * them open the vault, and what is in it is what that state says, to the byte.
 */
export async function findState(
  house: Installation,
  subscriber: Subscriber,
  before: Known | undefined,
  after: Known | Gone | undefined,
): Promise<Found> {
  const candidates = [before, after].filter((one) => one !== undefined && one !== gone);
  const passwords = unique(candidates.map(({ password }) => password));
  const opening: { password: string; me: SignedIn }[] = [];
  for (const password of passwords) {
    const me = await signIn(house, subscriber, password);
    if (me !== undefined) opening.push({ password, me });
  }
  const [opened, ...others] = opening;
  if (others.length > 0) throw new HalfState('both passwords sign in');
  const me = opened?.me;
  const keys = await keysThatOpen(house, subscriber, candidates, me);
  if (opened === undefined || me === undefined) {
    if (before !== undefined && after !== gone)
      throw new HalfState('no password signs in: the vault is lost');
    if (keys.length > 0) throw new HalfState('a recovery key without an account');
    if (after === gone) return { held: gone, me: undefined };
    return { held: undefined, me: undefined };
  }

  const records = await contents(me.open, me.stored);
  const passkeys = await passkeysThatOpen(candidates, me);
  const held = candidates.filter(
    (one) =>
      one.password === opened.password &&
      keys.join() === one.recoveryKey &&
      passkeys.join() === [...one.passkeys.keys()].toSorted().join() &&
      me.factors === one.factors &&
      sameEntries(records, one.records),
  );
  if (held.length !== 1)
    throw new HalfState(
      `${held.length} states fit: password ${place(passwords, opened.password)}, recovery keys ${keys.length}, passkeys ${passkeys.length}, second steps ${me.factors}, records ${[...records.keys()].join(' ')}`,
    );
  return { held: held[0], me };
}

/** SQLite's own word on the file, read beside the running bff. */
export function requireSoundFile({ databaseFile }: Installation): void {
  const file = new Database(databaseFile, { readonly: true });
  try {
    const integrity = file.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new HalfState(`integrity_check: ${String(integrity)}`);
    const foreign = file.pragma('foreign_key_check') as unknown[];
    if (foreign.length > 0)
      throw new HalfState('foreign_key_check found rows without their parent');
  } finally {
    file.close();
  }
}

/** The bff's digest and the slot must say the same of every key. */
async function keysThatOpen(
  house: Installation,
  subscriber: Subscriber,
  candidates: readonly Known[],
  me: SignedIn | undefined,
): Promise<string[]> {
  const opening: string[] = [];
  for (const key of unique(candidates.map(({ recoveryKey }) => recoveryKey))) {
    const proves = await proveRecoveryKey(visitor(house, subscriber.email), key);
    if (me !== undefined) {
      const { stored } = me;
      const secret = { kind: 'recovery-key', key } as const;
      const { ok } = await openVault({ stored, accountId: stored.accountId, secret });
      if (ok !== proves)
        throw new HalfState(
          ok
            ? 'a recovery key opens its slot, and the bff does not know it'
            : 'the bff knows a recovery key that does not open its slot',
        );
    }
    if (proves) opening.push(key);
  }
  return opening;
}

/** Of all passkeys that might, those whose slot is there and opens. */
async function passkeysThatOpen(candidates: readonly Known[], me: SignedIn): Promise<string[]> {
  const known = new Map(candidates.flatMap(({ passkeys }) => [...passkeys]));
  const opening: string[] = [];
  for (const [slotId, text] of known) {
    const prf = Uint8Array.from(Buffer.from(text, 'base64url'));
    const { stored } = me;
    const secret = { kind: 'passkey', slotId, prf } as const;
    if ((await openVault({ stored, accountId: stored.accountId, secret })).ok) opening.push(slotId);
  }
  const slots = me.stored.slots.filter(({ kind }) => kind === 'passkey');
  if (slots.length !== opening.length)
    throw new HalfState(`${slots.length} passkeys have slots, ${opening.length} open`);
  return opening.toSorted();
}

function sameEntries(one: Known['records'], other: Known['records']): boolean {
  return one.size === other.size && [...one].every(([key, text]) => other.get(key) === text);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function place(all: readonly string[], one: string): string {
  return all.length === 1 ? 'unchanged' : all.indexOf(one) === 0 ? 'old' : 'new';
}
