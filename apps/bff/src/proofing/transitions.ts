import type { ProofingStep, StepResult } from '@signet/contracts/facts';
import type { ApplicationState } from '@signet/contracts/proofing';
import type { Profile } from '@signet/contracts/policy/profile';
import type { LimitName } from '../limits/limits.ts';

type Transition = {
  /** States in which the step may be taken; this list is the `UPDATE … WHERE` (PROOF-10). */
  readonly from: readonly ApplicationState[];
  /** Where each result leads; a result that is not here changes nothing. */
  readonly to: Partial<Record<StepResult, ApplicationState>>;
  /** What must be left before the step is relayed, of the account; it is taken then, and given back if the result does not spend it. */
  readonly limits: readonly LimitName[];
  /** The same, where it is taken again in the state to which it led. */
  readonly limitsAgain?: { readonly in: ApplicationState; readonly limits: readonly LimitName[] };
  /** The same, of where the request came from. */
  readonly limitsOfSource?: readonly LimitName[];
  /** Which limit a result uses up. `unavailable` is never here: a source that is down costs nothing (PROOF-6). */
  readonly spends: Partial<Record<StepResult, LimitName | readonly LimitName[]>>;
};

const beforeIssue = [
  'started',
  'document-examined',
  'information-checked',
  'code-sent',
  'letter-sent',
  'address-confirmed',
  'duplicate',
] as const;

/** The whole of proofing as the bff sees it: it cannot read what passes, but it knows what may come next. */
export const transitions: Record<ProofingStep, Transition> = {
  'examine-document': {
    from: beforeIssue,
    to: { accepted: 'document-examined' },
    limits: ['proofing-request', 'proofing-document', 'proofing-retake'],
    spends: {
      retake: 'proofing-retake',
      not_accepted: 'proofing-document',
      accepted: 'proofing-document',
    },
  },
  'send-hand-off-link': {
    from: beforeIssue,
    to: {},
    limits: ['proofing-request', 'hand-off-text'],
    limitsOfSource: ['hand-off-text-source'],
    spends: {
      sent: ['hand-off-text', 'hand-off-text-source'],
      undeliverable: ['hand-off-text', 'hand-off-text-source'],
    },
  },
  'check-information': {
    // A person whose other account is gone by now may ask again.
    from: ['document-examined', 'duplicate'],
    to: { matched: 'information-checked' },
    limits: ['proofing-request', 'proofing-information'],
    spends: { not_matched: 'proofing-information', matched: 'proofing-information' },
  },
  'send-code': {
    from: ['information-checked', 'code-sent', 'letter-sent'],
    to: { sent: 'code-sent' },
    limits: ['proofing-request', 'proofing-phone'],
    spends: {
      sent: 'proofing-phone',
      not_matched: 'proofing-phone',
      undeliverable: 'proofing-phone',
    },
  },
  'redeem-code': {
    from: ['code-sent'],
    to: { confirmed: 'address-confirmed' },
    limits: ['proofing-request', 'proofing-code'],
    spends: { wrong_code: 'proofing-code' },
  },
  'send-letter': {
    from: ['information-checked', 'code-sent', 'letter-sent'],
    to: { sealed: 'letter-sent' },
    limits: ['proofing-request', 'letter-in-a-day', 'letters-in-a-month'],
    spends: { sealed: ['letter-in-a-day', 'letters-in-a-month'] },
  },
  'redeem-letter': {
    // Whoever tried a telephone meanwhile may still open the letter.
    from: ['code-sent', 'letter-sent'],
    to: { confirmed: 'address-confirmed' },
    limits: ['proofing-request', 'letter-code'],
    spends: { wrong_code: 'letter-code' },
  },
  issue: {
    // Issuing again from `issued` is how a browser that was closed before it sealed the credential gets one.
    from: ['address-confirmed', 'in-review', 'issued'],
    to: { issued: 'issued', in_review: 'in-review' },
    limits: ['proofing-request'],
    limitsAgain: { in: 'issued', limits: ['credential-again'] },
    spends: { issued: 'credential-again' },
  },
  'top-up': {
    // What is held stays in use while its owner begins anew; that it is held is asked beside this.
    from: [...beforeIssue, 'in-review', 'issued'],
    to: {},
    limits: ['proofing-request', 'credential-top-up'],
    spends: { issued: 'credential-top-up', not_accepted: 'credential-top-up' },
  },
};

/** What must be left of the account before a step is taken in a state. */
export function limitsOf(step: ProofingStep, state: ApplicationState): readonly LimitName[] {
  const { limits, limitsAgain } = transitions[step];
  return limitsAgain?.in === state ? [...limits, ...limitsAgain.limits] : limits;
}

/** A code is tried this often; then another must be sent. The bff does not know by which channel it went. */
export const triesPerCode = ({ codes }: Profile): number =>
  Math.min(codes.sms.tries, codes.voice.tries);
