import type { StepOutcome } from '@signet/contracts/proofing-wire';
import { call, type CallProblem } from '../../app/call.ts';
import { spokenHere } from '../../app/speak.ts';
import { toBase64url } from '../../app/base64url.ts';
import type { Draft } from '../draft.ts';
import { submitStep } from '../submit-step.ts';
import { commitmentTo, newHalf } from './agreement.ts';
import { deriveHandOff, hashOfLink } from './secret.ts';
import type { Texted } from './watch-hand-off.ts';

type Outcome = StepOutcome<'send-hand-off-link'>;
type NotSent =
  | { readonly problem: CallProblem }
  | { readonly outcome: Exclude<Outcome, { result: 'sent' }> };

/** Begins the hand-off first: the link may be opened as soon as it is sent, and would be void, and told as such, if there were none yet. */
export async function textLink(phone: string, draft: Draft): Promise<Texted | NotSent> {
  const half = await newHalf();
  const commitment = await commitmentTo(half.publicKey);
  const { link } = await deriveHandOff(commitment);
  const begun = await call('beginHandOff', { linkHash: await hashOfLink(link) });
  if (!begun.ok) return { problem: begun.error };
  const input = { phone, commitment: toBase64url(commitment), language: spokenHere() };
  const sent = await submitStep('send-hand-off-link', input, draft);
  if (!sent.ok) return { problem: sent.error };
  const { outcome } = sent.value;
  return outcome.result === 'sent' ? { handOff: begun.value, half, phone } : { outcome };
}
