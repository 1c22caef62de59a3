import { useEffect } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useJourney } from '../app/journey.ts';
import { PageOutdatedError } from '../app/page-outdated.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { nextPage, openWizard } from './wizard.ts';

/** Finds the page to go on with; says so when it cannot. */
export function Component() {
  const { t } = useLingui();
  const { uid, go } = useJourney();
  const [down, setDown] = useState(false);
  const [outdated, setOutdated] = useState<PageOutdatedError>();
  useEffect(() => {
    const find = async () => {
      const wizard = await openWizard(uid);
      if (wizard === undefined) return setDown(true);
      go(await nextPage(wizard), { replace: true });
    };
    find().catch((cause: unknown) => {
      if (cause instanceof PageOutdatedError) setOutdated(cause);
      else setDown(true);
    });
  }, [uid, go]);
  // The page of the app that says so.
  if (outdated !== undefined) throw outdated;
  return (
    <Page title={t({ id: 'resume.title', message: 'Finding where you left off' })}>
      {down ? (
        <p>
          <Trans id="resume.down">
            We cannot go on right now. Nothing was lost. Reload this page in a few minutes.
          </Trans>
        </p>
      ) : (
        <Waiting text={t({ id: 'resume.waiting', message: 'One moment…' })} />
      )}
    </Page>
  );
}
