import { useCallback } from 'react';
import { isAppAddress } from '@signet/contracts/app-address';
import type { Agency } from '@signet/contracts/registry';
import { appLink, type AppLink } from './app-link.ts';
import { useJourney } from './journey.ts';

/**
 * Leaves for an address of the agency: at once for one of the web; for an app's (AGENCY-52, RFC 8252 §8.6) by the person's own press on the next
 * page, in the place of this one, so that nothing asks the same again when they go back.
 */
export function useLeave() {
  const { go } = useJourney();
  return useCallback(
    (agency: Agency, answer: AppLink['answer']): void => {
      if (answer instanceof URL && !isAppAddress(answer.href)) return location.assign(answer);
      appLink.keep(agency, answer);
      go('to-app', { replace: true });
    },
    [go],
  );
}
