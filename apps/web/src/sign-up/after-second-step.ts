import { useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { dropKept } from '../vault/this-tab.ts';

/** Where the first second step leads to, and where a further one does; `other` is the page with the other ways. */
export function useAfterSecondStep() {
  const { path, go } = useJourney();
  const isFirst = useLoaderData<SessionState>().stage === 'enrolling';
  return {
    isFirst,
    other: path(isFirst ? 'sign-up/second-step' : 'sign-up/another-step'),
    done: () => {
      if (isFirst) return go('sign-up/another-step', { replace: true });
      dropKept();
      go('continue', { replace: true });
    },
  };
}
