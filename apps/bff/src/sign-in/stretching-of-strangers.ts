import { count } from 'drizzle-orm';
import { stretchingOfNewPasswords, type KeyStretching } from '@signet/contracts/key-stretching';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { accounts } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';

type Share = { readonly stretching: KeyStretching; readonly share: number };

/** Counted once, when the first address asks after a start: what one person does afterwards changes no stranger's answer. */
const sharesOf = builtOnce((db): readonly Share[] => {
  const { stretching } = accounts;
  const rows = db.select({ stretching, many: count() }).from(accounts).groupBy(stretching).all();
  const all = rows.reduce((sum, { many }) => sum + many, 0);
  return rows
    .map((row) => ({ stretching: row.stretching, share: row.many / all }))
    .toSorted((one, other) => costOf(other.stretching) - costOf(one.stretching));
});

/**
 * AUTH-2: what an address without an account is told that its password was stretched with. As many strangers as accounts get each
 * sort, by a keyed digest of their stand-in: as a release spreads, a stranger turns from an older to a newer sort, as an account does.
 */
export function stretchingOfStranger(
  { db, keys }: Pick<Bff, 'db' | 'keys'>,
  standIn: string,
): KeyStretching {
  const shares = sharesOf(db);
  const digest = keyedDigest(keys.secret('fakeAccounts'), 'stretching', standIn);
  let place = Buffer.from(digest, 'base64url').readUIntBE(0, 6) / 2 ** 48;
  for (const { stretching, share } of shares) {
    if (place < share) return stretching;
    place -= share;
  }
  return shares.at(-1)?.stretching ?? stretchingOfNewPasswords;
}

function costOf({ memory, iterations }: KeyStretching): number {
  return memory * iterations;
}
