import { useEffect, useState } from 'react';
import { letterRaises } from '@signet/contracts/policy/both-codes';
import { profiles } from '@signet/contracts/policy/profiles';
import { registry } from '../app/registry.ts';

/** Whether, under the rules that the signed registry names, a letter beside a phone reaches a higher level than either (PROOF-20). */
export function useLetterRaises(): boolean {
  const [raises, setRaises] = useState(false);
  useEffect(() => {
    void registry().then(({ proofing }) => setRaises(letterRaises(profiles[proofing.profile])));
  }, []);
  return raises;
}
