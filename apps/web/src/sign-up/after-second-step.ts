import { useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { dropKept, keptFor } from '../vault/this-tab.ts';
import { openWithSecret } from '../vault/vault-session.ts';

/** Where the first second step leads to, and where a further one does; `other` is the page with the other ways. */
export function useAfterSecondStep() {
  const { path, go } = useJourney();
  const isFirst = useLoaderData<SessionState>().stage === 'enrolling';
  return {
    isFirst,
    other: path(isFirst ? 'sign-up/second-step' : 'sign-up/another-step'),
    done: async () => {
      if (isFirst) {
        // Where every second step was lost, the vault was waiting for this one.
        await openWithSecret();
        const recovering = keptFor('new-password') !== undefined;
        return go(recovering ? 'recover/password' : 'sign-up/another-step', { replace: true });
      }
      dropKept();
      go('continue', { replace: true });
    },
  };
}
