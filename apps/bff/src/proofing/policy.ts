import type { Profile } from '@signet/contracts/policy/profile';
import { profiles } from '@signet/contracts/policy/profiles';
import { limitsUnder } from '../limits/limits.ts';
import type { Bff } from '../bff.ts';

/** The profile that this deployment chose, in its signed registry. */
export function policyOf({ registry }: Pick<Bff, 'registry'>): Profile {
  return profiles[registry.proofing.profile];
}

/** With what the limits of proofing are counted: some of them are the profile's. */
export function countingOf(bff: Pick<Bff, 'db' | 'keys' | 'now' | 'registry'>) {
  return {
    db: bff.db,
    key: bff.keys.secret('limitSubjects'),
    now: bff.now(),
    table: limitsUnder(policyOf(bff)),
  };
}
