import { eq } from 'drizzle-orm';
import type { ProofingStep } from '@signet/contracts/facts';
import { isResumable, type proofingOperations } from '@signet/contracts/proofing';
import type { Bff } from '../bff.ts';
import type { SealedByProofing } from '../db/made-elsewhere.ts';
import { stepReplies } from './schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { describeApplication, latestApplication, type StoredApplication } from './application.ts';

/**
 * PROOF-38: in the transaction that moves the application on, because the ticket in it is the only one: a browser that was closed while
 * it waited would have to begin anew, and its letter would be worth nothing. Once something was issued there is nothing to go on with.
 */
export function keepReply(
  tx: Pick<Bff['db'], 'insert' | 'delete'>,
  { id: applicationId }: StoredApplication,
  step: ProofingStep,
  reply: SealedByProofing,
): void {
  if (isResumable(step))
    tx.insert(stepReplies)
      .values({ applicationId, step, reply })
      .onConflictDoUpdate({ target: stepReplies.applicationId, set: { step, reply } })
      .run();
  else if (step === 'issue')
    tx.delete(stepReplies).where(eq(stepReplies.applicationId, applicationId)).run();
}

export const readStepReply: Verb<typeof proofingOperations.readStepReply> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const application = latestApplication(bff, session.accountId);
  if (application === undefined) return { ok: true, value: { answered: null } };
  const kept = bff.db
    .select({ step: stepReplies.step, reply: stepReplies.reply })
    .from(stepReplies)
    .where(eq(stepReplies.applicationId, application.id))
    .get();
  const answered = kept && { ...kept, application: describeApplication(bff, application) };
  return { ok: true, value: { answered: answered ?? null } };
};
