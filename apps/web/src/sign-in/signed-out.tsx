import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'signed-out.title', message: 'You are signed out' })}>
      <p>
        <Trans id="signed-out.text">
          Your keys are gone from this device. Everything that you finished is kept, encrypted.
        </Trans>
      </p>
      <div className="signet-actions">
        <Link className="usa-button" to="/sign-in">
          <Trans id="signed-out.again">Sign in again</Trans>
        </Link>
      </div>
    </Page>
  );
}
