import { useEffect, useState } from 'react';
import type { Agency } from '@signet/contracts/registry';
import type { Application } from '@signet/contracts/proofing';
import { agencyOf } from '../app/registry.ts';

/** The agency that asked when the application began, once the registry was read. */
export function useAgency({ agencyClientId }: Application): Agency | undefined {
  const [agency, setAgency] = useState<Agency>();
  useEffect(() => {
    if (agencyClientId !== null) void agencyOf(agencyClientId).then(setAgency);
  }, [agencyClientId]);
  return agency;
}
