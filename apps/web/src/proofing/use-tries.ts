import { useState } from 'react';
import type { ProofingStep } from '@signet/contracts/facts';
import type { Application } from '@signet/contracts/proofing';
import { triesText } from './tries-text.ts';

/** PROOF-11: how often a step may still be tried, as the newest answer says; a message about a try says it in place of the page. */
export function useTries(step: ProofingStep, before: Application) {
  const [application, setApplication] = useState(before);
  const [isTold, setTold] = useState(false);
  return {
    application,
    isTold,
    begin: () => setTold(false),
    failed: (now: Application, happened: string, todo?: string) => {
      setApplication(now);
      setTold(true);
      return triesText(now, step, happened, todo);
    },
  };
}
