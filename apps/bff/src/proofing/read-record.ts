import { desc, eq } from 'drizzle-orm';
import type { ApplicationId } from '@signet/contracts/ids';
import type { proofingOperations } from '@signet/contracts/proofing';
import type { Bff } from '../bff.ts';
import { applications } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { keptSteps, replayDecision } from './replay-decision.ts';
import { instant } from '../instant.ts';

/**
 * PROOF-25: "What was checked, by whom, when, with what result", from what proofing signed. Of a step that did not succeed only that it
 * did not: which check failed would tell an impostor what to guess next (PROOF-5).
 */
export const readProofingRecord: Verb<typeof proofingOperations.readProofingRecord> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const rows = bff.db
    .select()
    .from(applications)
    .where(eq(applications.accountId, session.accountId))
    .orderBy(desc(applications.createdAt))
    .all();
  return {
    ok: true,
    value: {
      applications: rows.map(({ id, state, createdAt, updatedAt }) => ({
        applicationId: id,
        startedAt: instant(createdAt),
        state,
        steps: keptSteps(bff, id).map(({ at, step, result, facts }) => ({
          at: instant(at),
          step,
          result,
          checks: succeeded.has(result) ? facts : [],
        })),
        decision: state === 'issued' ? asIssued(bff, id, new Date(updatedAt)) : null,
      })),
    },
  };
};

const succeeded = new Set<string>(['accepted', 'matched', 'sent', 'sealed', 'confirmed', 'issued']);

/** Of the level that was signed, which may be less than what is kept reaches; under another profile as that one decides. */
function asIssued(bff: Bff, id: ApplicationId, at: Date) {
  const issued = keptSteps(bff, id).findLast(({ result }) => result === 'issued');
  const signed = replayDecision(bff, id, at, [], issued?.decision?.level);
  const { profile, level, pathway, evidence } =
    signed.level === null ? replayDecision(bff, id, at) : signed;
  return { profile, level, pathway, evidence: [...evidence] };
}
