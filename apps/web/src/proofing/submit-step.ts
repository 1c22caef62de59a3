import type { ProofingStep } from '@signet/contracts/facts';
import type { Application } from '@signet/contracts/proofing';
import type { StepInput, StepOutcome } from '@signet/contracts/proofing-wire';
import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { registry } from '../app/registry.ts';
import type { Draft } from './draft.ts';
import { openReply, sealRequest } from './seal-request.ts';

export type Submitted<Step extends ProofingStep> = {
  readonly outcome: StepOutcome<Step>;
  readonly ticket: string | undefined;
  readonly application: Application;
};

/** One step: sealed here, relayed by the bff, answered by proofing, opened here. `before` keeps the key of the answer until it is there. */
export async function submitStep<Step extends ProofingStep>(
  step: Step,
  input: StepInput<Step>,
  draft: Draft,
  before?: (replyKey: Uint8Array) => Promise<Result<true, CallProblem>>,
): Promise<Result<Submitted<Step>, CallProblem>> {
  const place = { applicationId: draft.applicationId, step };
  const { proofing } = await registry();
  const { request, replyKey } = await sealRequest(
    { ...proofing.encryptionKey },
    place,
    input,
    draft.ticket,
  );
  const kept = (await before?.(replyKey)) ?? ok(true);
  if (!kept.ok) return kept;
  const answer = await call('submitStep', { step, request });
  if (!answer.ok) return answer;
  const opened = await openReply(replyKey, place, answer.value.reply);
  replyKey.fill(0);
  return ok({ ...opened, application: answer.value.application });
}

export function attemptsLeft(application: Application, step: ProofingStep): number {
  return application.attempts.find((one) => one.step === step)?.left ?? 0;
}

export function resetsAt(application: Application, step: ProofingStep): string | undefined {
  return application.attempts.find((one) => one.step === step)?.resetsAt ?? undefined;
}
