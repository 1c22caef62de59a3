import { Trans } from '@lingui/react/macro';
import { useJourney } from '../app/journey.ts';

/** Where a change that had to come first leads in the end: back to the agency's request that brought the person, or to the account. */
export function useAfterwards(): { readonly page: string; readonly isRequest: boolean } {
  const isRequest = useJourney().uid !== undefined;
  return { page: isRequest ? 'continue' : 'account', isRequest };
}

/** Said where something comes first, to whoever an agency sent. */
export function RequestWaits() {
  if (!useAfterwards().isRequest) return null;
  return (
    <p>
      <Trans id="due.request">
        The agency’s request waits meanwhile. You come back to it when this is done.
      </Trans>
    </p>
  );
}
