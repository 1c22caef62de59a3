import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { ProofingStep, StepResult } from '@signet/contracts/facts';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { applications } from '../db/schema.ts';
import { refuse } from '../http/refusal.ts';
import { allowance, giveBack } from '../limits/count.ts';
import type { LimitName } from '../limits/limits.ts';
import { giveBackEach, useEach, type Counted, type Used } from '../limits/use-each.ts';
import type { StoredApplication } from './application.ts';
import { countingOf, policyOf } from './policy.ts';
import { limitsOf, transitions, triesPerCode } from './transitions.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update'>;

/** What a step may come to use up, while it is not known how it ends. */
export type Tries = {
  readonly used: readonly Used[];
  /** The code on which a try was counted. */
  readonly code: KeyedByProofing | null;
};

/**
 * PROOF-11: whatever a step can use up is taken before it is relayed, so that a hundred at once are no more than the limit lets through.
 * Who falls silent in between has used it, until the window ends.
 */
export function takeTries(
  bff: Bff,
  tx: Tx,
  { id, accountId, state, codeHash }: StoredApplication,
  step: ProofingStep,
  source: string,
) {
  const isCode = step === 'redeem-code';
  if (isCode && !countTry(bff, tx, id)) return refuse('too_many_attempts', { attemptsLeft: 0 });
  const { limitsOfSource = [] } = transitions[step];
  const subjects = [
    ...limitsOf(step, state).map((name): Counted => [name, accountId]),
    ...limitsOfSource.map((name): Counted => [name, source]),
  ];
  const taken = useEach({ ...countingOf(bff), db: tx }, subjects);
  const code = isCode ? codeHash : null;
  if (taken.ok) return { ok: true as const, value: { used: taken.value, code } satisfies Tries };
  forgiveTry(tx, id, code);
  return refuse('too_many_attempts', { attemptsLeft: 0, retryAt: taken.error.retryAt });
}

/** Gives back what its result does not spend; without a result everything but the request itself (PROOF-6). */
export function settleTries(
  bff: Bff,
  tx: Tx,
  { id }: StoredApplication,
  step: ProofingStep,
  { used, code }: Tries,
  result: StepResult | undefined,
): void {
  const { spends } = transitions[step];
  const spent = result === undefined ? [] : [spends[result] ?? []].flat();
  const kept: readonly LimitName[] = ['proofing-request', ...spent];
  const back = used.filter(({ counted: [name] }) => !kept.includes(name));
  giveBackEach({ ...countingOf(bff), db: tx }, back);
  if (result !== 'wrong_code') forgiveTry(tx, id, code);
}

/** PROOF-6: a letter that nobody printed is none of those that its person may ask for. `requestedAt` is when it was asked for. */
export function giveBackLetter(
  bff: Bff,
  tx: Tx,
  { accountId, requestedAt }: { readonly accountId: AccountId; readonly requestedAt: number },
): void {
  const use = { ...countingOf(bff), db: tx };
  for (const name of [transitions['send-letter'].spends.sealed ?? []].flat()) {
    const { resetsAt } = allowance(use, name, accountId);
    if (resetsAt !== null && requestedAt >= resetsAt - use.table[name].windowMs)
      giveBack(use, name, accountId, resetsAt);
  }
}

function countTry(bff: Bff, tx: Tx, id: StoredApplication['id']): boolean {
  const { changes } = tx
    .update(applications)
    .set({ codeTries: sql`${applications.codeTries} + 1` })
    .where(and(eq(applications.id, id), lt(applications.codeTries, triesPerCode(policyOf(bff)))))
    .run();
  return changes > 0;
}

/** Of that code and no other, which may have been sent meanwhile. */
function forgiveTry(tx: Tx, id: StoredApplication['id'], code: KeyedByProofing | null): void {
  if (code === null) return;
  tx.update(applications)
    .set({ codeTries: sql`${applications.codeTries} - 1` })
    .where(
      and(eq(applications.id, id), eq(applications.codeHash, code), gt(applications.codeTries, 0)),
    )
    .run();
}
