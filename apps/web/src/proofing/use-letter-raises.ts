import { letterRaises } from '@signet/contracts/policy/both-codes';
import { useProfile } from './use-profile.ts';

/** Whether, under the rules that the signed registry names, a letter beside a phone reaches a higher level than either (PROOF-20). */
export function useLetterRaises(): boolean {
  const profile = useProfile();
  return profile !== undefined && letterRaises(profile);
}
