import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { AddressGiven } from '../app/address-given.tsx';
import { useJourney } from '../app/journey.ts';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  return (
    <Page title={t({ id: 'reset.asked.title', message: 'Check your e-mail' })}>
      <p>
        <Trans id="reset.asked.text">
          If the address belongs to an account, we have written to all its addresses. In 24 hours
          another e-mail comes, with a link to go on. You can close this page.
        </Trans>
      </p>
      <AddressGiven correctAt={path('reset')} />
      <p>
        <Trans id="reset.asked.found">
          If you find your password, your recovery key or your passkey meanwhile, just sign in. That
          stops the reset.
        </Trans>
      </p>
      <p>
        <Link to={path('sign-in')}>
          <Trans id="stop.sign-in">Sign in</Trans>
        </Link>
      </p>
    </Page>
  );
}
