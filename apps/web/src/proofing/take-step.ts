import type { ApplicationState, ResumableStep } from '@signet/contracts/proofing';
import type { StepInput, StepOutcome } from '@signet/contracts/proofing-wire';
import { failed, ok, type Result } from '@signet/contracts/result';
import { fromBase64url, toBase64url } from '../app/base64url.ts';
import { call, type CallProblem } from '../app/call.ts';
import { changeDraft, keepDraft, readDraft, type Draft } from './draft.ts';
import { openReply } from './seal-request.ts';
import { submitStep, type Submitted } from './submit-step.ts';

/**
 * A step that the person goes on with from its answer. What opens the answer is sealed into the vault before it is asked for: whoever
 * closes the page meanwhile, or loses the connection, gets it by `settle` the next time (PROOF-38). `becomes` is the draft once the step
 * went well, but for what only the answer says.
 */
export async function takeStep<Step extends ResumableStep>(
  step: Step,
  input: StepInput<Step>,
  draft: Draft,
  becomes: Draft = draft,
): Promise<Result<Submitted<Step>, CallProblem>> {
  const lost = await settle();
  if (lost !== undefined)
    return lost.step === step
      ? ok(lost.answer as Submitted<Step>)
      : failed({ type: 'problem', code: 'vault_moved_on' });
  const { pending: _pending, ...known } = becomes;
  const submitted = await submitStep(step, input, becomes, (replyKey) =>
    changeDraft(draft, {
      ...draft,
      pending: { step, replyKey: toBase64url(replyKey), becomes: known },
    }),
  );
  if (!submitted.ok || submitted.value.ticket === undefined) return submitted;
  const kept = await keepDraft(after(step, becomes, submitted.value));
  return kept.ok ? submitted : kept;
}

type Settled = { readonly step: ResumableStep; readonly answer: Submitted<ResumableStep> };

/** Takes over a good answer that never arrived; undefined where there is none. */
export async function settle(): Promise<Settled | undefined> {
  const { applicationId, pending } = (await readDraft()) ?? {};
  if (applicationId === undefined || pending === undefined) return undefined;
  const found = await call('readStepReply', {});
  const answered = found.ok ? found.value.answered : null;
  const { step, replyKey, becomes } = pending;
  if (answered?.step !== step || answered.application.applicationId !== applicationId)
    return undefined;
  const place = { applicationId, step };
  // An answer to what was asked before this cannot be opened: then this was never answered.
  const opened = await openReply(fromBase64url(replyKey), place, answered.reply).catch(
    () => undefined,
  );
  if (opened?.ticket === undefined) return undefined;
  const answer = { ...opened, application: answered.application };
  const kept = await keepDraft(after(step, becomes, answer));
  return kept.ok ? { step, answer } : undefined;
}

/** What is known once a step went well. */
function after(
  step: ResumableStep,
  { pending: _pending, ...known }: Draft,
  {
    outcome,
    ticket,
    application,
  }: {
    readonly outcome: StepOutcome<ResumableStep>;
    readonly ticket: string | undefined;
    readonly application: { readonly state: ApplicationState };
  },
): Draft {
  const waits = step === 'redeem-code' && application.state === 'letter-sent';
  return {
    ...known,
    ...(ticket === undefined ? {} : { ticket }),
    ...('attributes' in outcome ? { attributes: outcome.attributes } : {}),
    ...(waits ? { phoneConfirmed: true } : {}),
  };
}
