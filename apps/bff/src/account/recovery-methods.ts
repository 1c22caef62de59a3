import { eq } from 'drizzle-orm';
import type { accountOperations } from '@signet/contracts/account';
import { accounts } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { noteKeyChecked, waitsToBeShown } from '../recovery-key.ts';

const instant = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());

export const readRecovery: Verb<typeof accountOperations.readRecovery> = async (
  { db },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  // To its owner there is none before it was shown.
  if (waitsToBeShown({ db }, session.accountId))
    return { ok: true, value: { keyMadeAt: null, keyCheckedAt: null } };
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
    const noted = !waitsToBeShown({ db: tx }, accountId) && noteKeyChecked(tx, now, accountId);
    if (!noted) return refuse('not_found');
    return { ok: true as const, value: { keyCheckedAt: new Date(now).toISOString() } };
  });
};
