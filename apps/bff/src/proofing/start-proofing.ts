import type { proofingOperations } from '@signet/contracts/proofing';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { applications } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { newId } from '../keys/new-id.ts';
import { describeApplication, latestApplication, type StoredApplication } from './application.ts';
import { leaveApplications } from './leave-applications.ts';
import { describeReview } from './review/reviews.ts';

/** Opens an application, or goes on with the one that is open. A finished one is answered as it is, unless the person begins anew. */
export const startProofing: Verb<typeof proofingOperations.startProofing> = async (
  bff,
  { agencyClientId, anew },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const open = latestApplication(bff, accountId);
  if (open !== undefined && !(anew === true && mayBeginAnew(bff, open)))
    return { ok: true, value: describeApplication(bff, open) };
  const known = bff.registry.agencies.some(({ clientId }) => clientId === agencyClientId);
  const now = bff.now();
  const application: StoredApplication = {
    id: newId('app'),
    accountId,
    state: 'started',
    agencyClientId: known ? (agencyClientId ?? null) : null,
    codeHash: null,
    codeExpiresAt: null,
    codeTries: 0,
    ssnIndex: null,
    issuingUntil: null,
    createdAt: now,
    updatedAt: now,
  };
  bff.db.transaction((tx) => {
    leaveApplications(tx, accountId, now);
    tx.insert(applications).values(application).run();
    recordEvent(tx, now, 'proofing.started', accountId, {
      applicationId: application.id,
      agencyClientId: application.agencyClientId,
    });
  });
  return { ok: true, value: describeApplication(bff, application) };
};

/**
 * Whoever moved, lost what was sealed or holds what expires soon; whoever was refused, waits longer than was promised or was let pass
 * when what was checked was too old; and whoever's application went on otherwise after it was parked: proofing takes no other ticket for it than the one that was looked at (PROOF-23).
 */
function mayBeginAnew(bff: Bff, { id, state }: StoredApplication): boolean {
  if (state === 'issued') return true;
  const review = describeReview(bff, id);
  if (review === null) return false;
  const isWaiting = state === 'in-review' && review.outcome !== 'refused' && !review.lapsed;
  return !isWaiting || Date.parse(review.dueAt) < bff.now();
}

export const readProofing: Verb<typeof proofingOperations.readProofing> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const application = latestApplication(bff, session.accountId);
  return {
    ok: true,
    value: {
      application: application === undefined ? null : describeApplication(bff, application),
    },
  };
};
