import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { Agency } from '@signet/contracts/registry';
import { Page } from '../ui/page.tsx';
import { call } from './call.ts';
import { useJourney } from './journey.ts';
import { agencyOf } from './registry.ts';

/** The door: what Signet is, who asks, and the two ways in. */
export function Component() {
  const { t } = useLingui();
  const { uid, path } = useJourney();
  const [agency, setAgency] = useState<Agency>();
  const [gone, setGone] = useState(false);
  useEffect(() => {
    if (uid === undefined) return;
    const find = async () => {
      const details = await call('readInteraction', {}, { uid });
      if (!details.ok) return setGone(true);
      setAgency(await agencyOf(details.value.clientId));
    };
    void find();
  }, [uid]);
  const name = agency?.name.en;
  if (gone) {
    return (
      <Page title={t({ id: 'start.gone.title', message: 'This request has ended' })}>
        <p>
          <Trans id="start.gone.text">
            Go back to the agency and start again there. Everything that you finished here is kept.
          </Trans>
        </p>
      </Page>
    );
  }
  return (
    <Page
      title={
        name === undefined
          ? t({ id: 'start.title', message: 'Prove who you are, once' })
          : t({ id: 'start.title.agency', message: `Sign in for ${name}` })
      }
    >
      {name !== undefined && (
        <p>
          <Trans id="start.agency">
            <strong>{name}</strong> uses Signet to know who you are. You see what would be shared
            before anything is.
          </Trans>
        </p>
      )}
      <ul>
        <li>
          <Trans id="start.once">
            You show your state ID once. After that, signing in is enough.
          </Trans>
        </li>
        <li>
          <Trans id="start.yours">
            What you prove is encrypted under your password. Not even Signet can read it.
          </Trans>
        </li>
        <li>
          <Trans id="start.consent">An agency receives only what you agree to, each time.</Trans>
        </li>
      </ul>
      <div className="signet-actions">
        <Link className="usa-button" to={path('sign-in')}>
          <Trans id="start.sign-in">Sign in</Trans>
        </Link>
        <Link className="usa-button usa-button--outline" to={path('sign-up')}>
          <Trans id="start.sign-up">Create an account</Trans>
        </Link>
      </div>
    </Page>
  );
}
