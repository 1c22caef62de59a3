import { useEffect, useState } from 'react';
import type { Profile } from '@signet/contracts/policy/profile';
import { profiles } from '@signet/contracts/policy/profiles';
import { registry } from '../app/registry.ts';

/** The rules that the signed registry names, once it was read. */
export function useProfile(): Profile | undefined {
  const [profile, setProfile] = useState<Profile>();
  useEffect(() => {
    void registry().then(({ proofing }) => setProfile(profiles[proofing.profile]));
  }, []);
  return profile;
}
