import type { ApplicationState, ResumableStep } from '@signet/contracts/proofing';
import type { StepInput, StepOutcome } from '@signet/contracts/proofing-wire';
import { failed, ok, type Result } from '@signet/contracts/result';
import { fromBase64url, toBase64url } from '../app/base64url.ts';
import { call, type CallProblem } from '../app/call.ts';
import { keepAnswered, keepPending, readDraft, type Draft } from './draft.ts';
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
  if (!lost.ok) return lost;
  if (lost.value !== undefined) return answerOf(step, lost.value);
  const { pending: _pending, ...known } = becomes;
  let key = '';
  const submitted = await submitStep(step, input, becomes, (replyKey) => {
    key = toBase64url(replyKey);
    return keepPending(draft, { step, replyKey: key, becomes: known });
  });
  if (!submitted.ok) {
    // It may be the one before this that moved the application on: it was still under way.
    const late = submitted.error.code === 'wrong_step' ? await settle() : ok(undefined);
    return late.ok && late.value !== undefined ? answerOf(step, late.value) : submitted;
  }
  if (submitted.value.ticket === undefined) return submitted;
  const kept = await keepAnswered(after(step, becomes, submitted.value), key);
  return kept.ok ? submitted : kept;
}

type Settled = { readonly step: ResumableStep; readonly answer: Submitted<ResumableStep> };

function answerOf<Step extends ResumableStep>(
  step: Step,
  settled: Settled,
): Result<Submitted<Step>, CallProblem> {
  return settled.step === step
    ? ok(settled.answer as Submitted<Step>)
    : failed({ type: 'problem', code: 'vault_moved_on' });
}

/** Takes over a good answer that never arrived; undefined where there is none. */
export async function settle(): Promise<Result<Settled | undefined, CallProblem>> {
  const { applicationId, pending = [] } = (await readDraft()) ?? {};
  if (applicationId === undefined || pending.length === 0) return ok(undefined);
  const found = await call('readStepReply', {});
  if (!found.ok) return found;
  const { answered } = found.value;
  if (answered?.application.applicationId !== applicationId) return ok(undefined);
  const { step, reply, application } = answered;
  for (const { replyKey, becomes } of pending.filter((one) => one.step === step)) {
    // Of several that were asked for it is the answer to one, and the others cannot open it.
    const opened = await openReply(fromBase64url(replyKey), { applicationId, step }, reply).catch(
      () => undefined,
    );
    if (opened?.ticket === undefined) continue;
    const answer = { ...opened, application };
    const kept = await keepAnswered(after(step, becomes, answer), replyKey);
    return kept.ok ? ok({ step, answer }) : kept;
  }
  return ok(undefined);
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
