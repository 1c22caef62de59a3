import type { AccountId } from '@signet/contracts/ids';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import type { Call } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { allowance, useOne } from '../limits/count.ts';
import { useEach } from '../limits/use-each.ts';
import { countGuess, disabledUntil, guessedFrom } from '../limits/guesses.ts';
import { notify } from '../mail/notify.ts';
import { knownDevice } from '../session/devices.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;
type From = Pick<Call, 'device'>;

export const codeGuesserAt = (accountId: AccountId, known: string | undefined) =>
  known === undefined ? guessedFrom.account(accountId) : guessedFrom.device(known);

/**
 * AUTH-4: under what codes are counted. Who learnt the password may try them elsewhere, and shuts the owner out of no browser that was
 * used before. A passkey's answer cannot be guessed, so that it is not counted at all.
 */
export function codeGuesser(
  bff: Bff,
  db: Pick<Tx, 'select'>,
  accountId: AccountId,
  { device }: From,
): string {
  return codeGuesserAt(accountId, knownDevice({ db, now: bff.now }, accountId, device));
}

/** Why no code is taken from there now; undefined when one is. */
export function codesRefused(bff: Bff, tx: Tx, accountId: AccountId, from: From) {
  const guesser = codeGuesser(bff, tx, accountId, from);
  const now = bff.now();
  const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now };
  const allowed = allowance(counting, 'second-factor', guesser);
  if (allowed.left === 0) return refuse('too_many_attempts', { retryAt: allowed.resetsAt ?? now });
  const retryAt = disabledUntil(bff, tx, 'code-guesses', guesser);
  return retryAt === undefined ? undefined : refuse('codes_disabled', { retryAt });
}

/** Answers with how many tries are left within the window. */
export function countWrongCode(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  kind: SecondFactorKind,
  from: From,
): number {
  const guesser = codeGuesser(bff, tx, accountId, from);
  const now = bff.now();
  const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now };
  const { left } = useOne(counting, 'second-factor', guesser);
  const guesses = countGuess(bff, tx, 'code-guesses', guesser);
  if (guesses.left === 0) tellSwitchedOff(bff, tx, accountId, guesser, guesses.resetsAt ?? now);
  recordEvent(tx, now, 'sign-in.second-factor-failed', accountId, { kind });
  return left;
}

/** Once: no code is taken there any more, so that none is counted, until the year is over or something began the count anew. */
function tellSwitchedOff(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  guesser: string,
  until: number,
): void {
  const isElsewhere = guesser === guessedFrom.account(accountId);
  const kind = isElsewhere ? 'codes-off-elsewhere' : 'codes-off-in-browser';
  notify(bff, tx, accountId, kind, 'sign-in', { until });
}

/** As no passkey is refused however often one was wrong, the first of a day are recorded, and no row is left by the others. */
export function recordWrongPasskey(bff: Bff, tx: Tx, accountId: AccountId, from: From): void {
  const now = bff.now();
  const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now };
  const guesser = codeGuesser(bff, tx, accountId, from);
  if (useEach(counting, [['passkey-failure', guesser]]).ok)
    recordEvent(tx, now, 'sign-in.second-factor-failed', accountId, { kind: 'passkey' });
}
