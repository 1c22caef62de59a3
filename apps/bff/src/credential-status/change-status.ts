import { and, eq, ne, not } from 'drizzle-orm';
import { listAt, statusValues, type StatusReference } from '@signet/contracts/credential-status';
import type { AccountId } from '@signet/contracts/ids';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { notify } from '../mail/notify.ts';
import { forgetOwner } from '../oidc/owner.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { credentialOwner } from './owner.ts';
import { credentialStatus, identitySuspensions, type SuspensionReason } from './schema.ts';

/** What an operator's command reaches; nothing in it opens a vault. */
export type OperatorsBff = Pick<Bff, 'db' | 'keys' | 'now' | 'config' | 'registry'>;

/** Whether it says that somebody else may use the account: agencies are told of no hijacking where there is none. */
const isSuspicion: Readonly<Record<SuspensionReason, boolean>> = {
  'reported-by-agency': true,
  'reported-by-owner': true,
  'fraud-suspected': true,
  'proofing-error': false,
  death: false,
};

type Transaction = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

/**
 * AGENCY-21: every copy of a person at once; which agency holds which is not known here. The owner is told, and whoever was shared
 * with (AGENCY-11).
 */
export function suspendIdentity(
  bff: OperatorsBff,
  tx: Transaction,
  accountId: AccountId,
  reason: SuspensionReason,
): boolean {
  const now = bff.now();
  const ownerDigest = credentialOwner(bff, accountId);
  const { changes } = tx
    .insert(identitySuspensions)
    .values({ ownerDigest, reason, suspendedAt: now })
    .onConflictDoNothing()
    .run();
  if (changes === 0) return false;
  setStatus(tx, ownerDigest, 'suspended');
  // What was released already ends with its tokens.
  forgetOwner(bff, tx, accountId);
  recordEvent(tx, now, 'identity.suspended', accountId, { reason });
  notify(bff, tx, accountId, 'identity-suspended', 'account');
  tellAgencies(
    bff,
    tx,
    accountId,
    isSuspicion[reason] ? 'account-disabled' : 'account-disabled-unsuspected',
  );
  return true;
}

export function reinstateIdentity(
  bff: OperatorsBff,
  tx: Transaction,
  accountId: AccountId,
): boolean {
  const ownerDigest = credentialOwner(bff, accountId);
  const { changes } = tx
    .delete(identitySuspensions)
    .where(eq(identitySuspensions.ownerDigest, ownerDigest))
    .run();
  if (changes === 0) return false;
  setStatus(tx, ownerDigest, 'valid');
  recordEvent(tx, bff.now(), 'identity.reinstated', accountId, {});
  notify(bff, tx, accountId, 'identity-reinstated', 'account');
  tellAgencies(bff, tx, accountId, 'account-enabled');
  return true;
}

/**
 * The account or its vault is gone, or the person proved anew who they are: what it held but for what is `fresh` is invalid for good, and
 * nobody can tell any more whose it was.
 */
export function invalidateCredentials(
  bff: Pick<Bff, 'keys'>,
  tx: Pick<Bff['db'], 'update' | 'delete'>,
  accountId: AccountId,
  fresh: readonly StatusReference[] = [],
): void {
  const ownerDigest = credentialOwner(bff, accountId);
  const places = fresh.map(({ status_list: { uri, idx } }) =>
    and(eq(credentialStatus.list, listAt(uri)), eq(credentialStatus.idx, idx)),
  );
  tx.update(credentialStatus)
    .set({ status: statusValues.invalid, ownerDigest: null })
    .where(
      and(
        eq(credentialStatus.ownerDigest, ownerDigest),
        ...places.flatMap((place) => (place === undefined ? [] : [not(place)])),
      ),
    )
    .run();
}

function setStatus(
  tx: Transaction,
  ownerDigest: ReturnType<typeof credentialOwner>,
  status: 'valid' | 'suspended',
): void {
  tx.update(credentialStatus)
    .set({ status: statusValues[status] })
    .where(
      and(
        eq(credentialStatus.ownerDigest, ownerDigest),
        ne(credentialStatus.status, statusValues.invalid),
      ),
    )
    .run();
}
