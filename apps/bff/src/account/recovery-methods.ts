import { and, eq, isNotNull } from 'drizzle-orm';
import type { accountOperations } from '@signet/contracts/account';
import { recordEvent } from '../audit/record-event.ts';
import { accounts } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';

const instant = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());

export const readRecovery: Verb<typeof accountOperations.readRecovery> = async (
  { db },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const account = db.select().from(accounts).where(eq(accounts.id, session.accountId)).get();
  const keyMadeAt = instant(account?.recoveryKeyMadeAt);
  return { ok: true, value: { keyMadeAt, keyCheckedAt: instant(account?.recoveryKeyCheckedAt) } };
};

/** AUTH-24: the browser's word for it is enough, as it is its owner who reads it; a proof would be worth stealing. */
export const noteRecoveryKeyChecked: Verb<typeof accountOperations.noteRecoveryKeyChecked> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const noted = tx
      .update(accounts)
      .set({ recoveryKeyCheckedAt: now })
      .where(and(eq(accounts.id, accountId), isNotNull(accounts.recoveryKeyMadeAt)))
      .run();
    if (noted.changes === 0) return refuse('not_found');
    recordEvent(tx, now, 'recovery-key.checked', accountId, {});
    return { ok: true as const, value: { keyCheckedAt: new Date(now).toISOString() } };
  });
};
