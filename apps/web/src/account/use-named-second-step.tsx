import { useState } from 'react';
import { Trans } from '@lingui/react/macro';
import { Link, useSearchParams } from 'react-router';
import { call } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import {
  listedSecondStep,
  type ListedSecondStep,
  type SecondFactor,
} from './listed-second-step.ts';

/**
 * The second step that the page's address names; `unread` stands in its place where it could not be loaded. From one that is not there, or
 * not the wanted kind, the list is what comes next.
 */
export function useNamedSecondStep(wanted?: SecondFactor['kind']) {
  const { go } = useJourney();
  const [search] = useSearchParams();
  const [named, setNamed] = useState<ListedSecondStep>();
  usePartOfPage(named !== undefined);
  const reading = useReading(async () => {
    const answer = await call('readSecondFactors', {});
    if (!answer.ok) return answer.error;
    const { secondFactors } = answer.value;
    const found = secondFactors.find(
      ({ id, kind }) => id === search.get('id') && kind === (wanted ?? kind),
    );
    if (found === undefined) go('account/second-steps', { replace: true });
    else setNamed(await listedSecondStep(found, secondFactors));
    return undefined;
  });
  const unread = reading.problem !== undefined && (
    <>
      <Loaded {...reading} />
      <p>
        <Link to="/account/second-steps">
          <Trans id="change-password.stop">Not now</Trans>
        </Link>
      </p>
    </>
  );
  return { named, unread };
}
