import { letterRaises } from '@signet/contracts/policy/both-codes';
import type { Draft } from './draft.ts';
import { useProfile } from './use-profile.ts';

/**
 * Whether, under the rules that the signed registry names, a letter beside a phone reaches a higher level than either (PROOF-20): one
 * to an address that the ID does not bear does not.
 */
export function useLetterRaises({ statedAddress }: Pick<Draft, 'statedAddress'>): boolean {
  const profile = useProfile();
  return profile !== undefined && statedAddress === undefined && letterRaises(profile);
}
