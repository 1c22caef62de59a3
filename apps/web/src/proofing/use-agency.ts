import { useEffect, useState } from 'react';
import type { Agency } from '@signet/contracts/registry';
import type { Application } from '@signet/contracts/proofing';
import { call } from '../app/call.ts';
import { agencyOf } from '../app/registry.ts';

/** The agency that asked when the application began, once the registry was read. */
export function useAgency({ agencyClientId }: Application): Agency | undefined {
  const [agency, setAgency] = useState<Agency>();
  useEffect(() => {
    if (agencyClientId !== null) void agencyOf(agencyClientId).then(setAgency);
  }, [agencyClientId]);
  return agency;
}

/** The agency whose request is open here, once it is known. */
export function useAskingAgency(uid: string | undefined): Agency | undefined {
  const [agency, setAgency] = useState<Agency>();
  useEffect(() => {
    const find = async () => {
      const details = uid === undefined ? undefined : await call('readInteraction', {}, { uid });
      if (details?.ok === true) setAgency(await agencyOf(details.value.clientId));
    };
    // Without it the page says what it says to everybody.
    find().catch(() => undefined);
  }, [uid]);
  return agency;
}
