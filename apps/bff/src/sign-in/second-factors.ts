import { and, count, eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { isLastSecondFactor } from '@signet/contracts/last-second-factor';
import type { secondFactorOperations } from '@signet/contracts/second-factors';
import { passkeySlotId } from '@signet/vault/sealed';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { authenticators, backupCodes, pendingChanges, vaultSlots } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere } from '../http/session.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { endingOf } from './text-messages.ts';
import { instant } from '../instant.ts';

export const readSecondFactors: Verb<typeof secondFactorOperations.readSecondFactors> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { db } = bff;
  const rows = db
    .select()
    .from(authenticators)
    .where(eq(authenticators.accountId, session.accountId))
    .orderBy(authenticators.createdAt)
    .all();
  const codesLeft = (authenticatorId: (typeof rows)[number]['id']) =>
    db
      .select({ many: count() })
      .from(backupCodes)
      .where(eq(backupCodes.authenticatorId, authenticatorId))
      .get()?.many ?? 0;
  return {
    ok: true,
    value: {
      secondFactors: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        addedAt: instant(row.createdAt),
        lastUsedAt: row.lastUsedAt === null ? null : instant(row.lastUsedAt),
        credentialId: row.credentialId,
        codesLeft: row.kind === 'backup-codes' ? codesLeft(row.id) : null,
        phoneEnding: row.phoneSealed === null ? null : endingOf(bff, row.id, row.phoneSealed),
      })),
    },
  };
};

/**
 * AUTH-15: the last one stays, and a passkey that opens the vault stays until a new root key has shut it out: taking it off the
 * list alone would revoke nothing.
 */
export const removeSecondFactor: Verb<typeof secondFactorOperations.removeSecondFactor> = async (
  bff,
  { id },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  const candidate = bff.db.select().from(authenticators).where(eq(authenticators.id, id)).get();
  const slotId =
    candidate?.credentialId == null ? undefined : await passkeySlotId(candidate.credentialId);
  return bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    // Read within: two requests at once must not take the last two.
    const own = tx
      .select()
      .from(authenticators)
      .where(eq(authenticators.accountId, accountId))
      .all();
    const removed = own.find((one) => one.id === id);
    if (removed === undefined) return refuse('not_found');
    if (isLastSecondFactor(removed, own)) return refuse('last_second_factor');
    const slot =
      slotId === undefined
        ? undefined
        : tx
            .select({ slotId: vaultSlots.slotId })
            .from(vaultSlots)
            .where(and(eq(vaultSlots.accountId, accountId), eq(vaultSlots.slotId, slotId)))
            .get();
    if (slot !== undefined) return refuse('still_opens_vault');
    tx.delete(authenticators).where(eq(authenticators.id, removed.id)).run();
    forgetPendingSlot(tx, accountId, slotId);
    recordEvent(tx, bff.now(), 'authenticator.removed', accountId, { kind: removed.kind });
    notify(bff, tx, accountId, 'second-factor-removed', 'sign-in');
    tellAgencies(bff, tx, accountId, 'recovery-information-changed');
    return { ok: true as const, value: {} };
  });
};

/** What another session was about to let it open. */
function forgetPendingSlot(
  tx: Pick<Bff['db'], 'select' | 'delete'>,
  accountId: AccountId,
  slotId: string | undefined,
): void {
  const pending = eq(pendingChanges.accountId, accountId);
  const change = tx.select().from(pendingChanges).where(pending).get()?.change;
  if (change?.kind === 'slot' && change.slot.slot.slotId === slotId)
    tx.delete(pendingChanges).where(pending).run();
}
