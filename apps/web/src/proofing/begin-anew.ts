import type { Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { forgetDraft } from './draft.ts';

/** Another application takes the place of the last one. What is sealed stays valid until the new one is. */
export async function beginAnew(agencyClientId?: string): Promise<Result<true, CallProblem>> {
  const started = await call('startProofing', {
    anew: true,
    ...(agencyClientId === undefined ? {} : { agencyClientId }),
  });
  return started.ok ? forgetDraft() : started;
}
