import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'deleted.title', message: 'Your account is deleted' })}>
      <p>
        <Trans id="deleted.text">
          Nothing of it is left here but what the page before this one said. We sent you a last
          e-mail to say so; the address is forgotten when it is sent.
        </Trans>
      </p>
      <p>
        <Link to="/">
          <Trans id="deleted.start">To the start page</Trans>
        </Link>
      </p>
    </Page>
  );
}
