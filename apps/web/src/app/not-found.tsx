import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Page } from '../ui/page.tsx';

export function NotFound() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'not-found.title', message: 'There is no such page' })}>
      <p>
        <Trans id="not-found.text">
          The address may be mistyped. Nothing that you finished is lost.
        </Trans>
      </p>
      <p>
        <Link to="/">
          <Trans id="not-found.start">Go to the start page</Trans>
        </Link>
      </p>
    </Page>
  );
}
