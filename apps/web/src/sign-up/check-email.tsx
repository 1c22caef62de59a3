import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { AddressGiven } from '../app/address-given.tsx';
import { useJourney } from '../app/journey.ts';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  return (
    <Page title={t({ id: 'sign-up.check.title', message: 'Check your e-mail' })}>
      <p>
        <Trans id="sign-up.check.text">
          We sent you a message with a link. Open it on this device to go on. The link works for 24
          hours, until you have chosen a password. You can close this page.
        </Trans>
      </p>
      <AddressGiven correctAt={path('sign-up')} />
      <h2>
        <Trans id="sign-up.check.nothing">Nothing there?</Trans>
      </h2>
      <p>
        <Trans id="sign-up.check.again">
          Look in your spam folder, or <Link to={path('sign-up')}>send it again</Link>.
        </Trans>
      </p>
    </Page>
  );
}
