import { desc, eq } from 'drizzle-orm';
import type { proofingOperations } from '@signet/contracts/proofing';
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
        decision: state === 'issued' ? inShort(replayDecision(bff, id, new Date(updatedAt))) : null,
      })),
    },
  };
};

const succeeded = new Set<string>(['accepted', 'matched', 'sent', 'sealed', 'confirmed', 'issued']);

function inShort({ profile, level, pathway, evidence }: ReturnType<typeof replayDecision>) {
  return { profile, level, pathway, evidence: [...evidence] };
}
