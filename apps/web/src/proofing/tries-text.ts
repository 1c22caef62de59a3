import { i18n } from '@lingui/core';
import type { ProofingStep } from '@signet/contracts/facts';
import type { Application } from '@signet/contracts/proofing';
import { triesSentences } from '../app/problem-text.ts';
import { attemptsLeft, resetsAt } from './submit-step.ts';

/**
 * PROOF-11: of a try that failed, what is left; after the last one when more come, in place of advice that nobody can follow until then.
 */
export function triesText(
  application: Application,
  step: ProofingStep,
  happened: string,
  todo = '',
): string {
  const left = attemptsLeft(application, step);
  const retryAt = resetsAt(application, step);
  const sentences =
    left > 0
      ? [happened, todo, ...triesSentences({ attemptsLeft: left })]
      : [happened, noTriesText(), ...triesSentences(retryAt === undefined ? {} : { retryAt })];
  return sentences.filter(Boolean).join(' ');
}

export function noTriesText(): string {
  return i18n._({ id: 'tries.none', message: 'You have no tries left for now.' });
}
