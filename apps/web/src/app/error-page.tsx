import { Trans, useLingui } from '@lingui/react/macro';
import { useRouteError } from 'react-router';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { PageOutdatedError } from './page-outdated.ts';
import { problemText } from './problem-text.ts';
import { ReloadThisPage } from './reload-this-page.tsx';
import { RegistryRefused } from './registry-refused.ts';
import { Unreachable } from './unreachable.ts';

/** When a page itself fails. It says what is kept, and shows nothing of the error. */
export function ErrorPage() {
  const { t } = useLingui();
  const cause = useRouteError();
  if (cause instanceof RegistryRefused) {
    return (
      <Page title={t({ id: 'error.registry.title', message: 'We stopped to protect you' })}>
        <p>
          <Trans id="error.registry.text">
            The list of agencies and keys that your browser received is not signed as it must be, or
            it is older than one that you have seen. So nothing was encrypted to it and nothing was
            sent. Please try again later.
          </Trans>
        </p>
      </Page>
    );
  }
  if (cause instanceof Unreachable) {
    return (
      <Page title={t({ id: 'error.unreachable.title', message: 'We cannot reach Signet' })}>
        <p>{problemText(cause)}</p>
        <div className="signet-actions">
          <Button type="button" onClick={() => location.reload()}>
            <Trans id="error.unreachable.again">Try again</Trans>
          </Button>
        </div>
      </Page>
    );
  }
  if (cause instanceof PageOutdatedError) {
    return (
      <Page title={t({ id: 'error.outdated.title', message: 'This page is out of date' })}>
        <p>{problemText(cause)}</p>
        <ReloadThisPage />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'error.title', message: 'This page did not work' })}>
      <p>
        <Trans id="error.text">It is our mistake. Every step that you finished is kept.</Trans>
      </p>
      <p>
        <a href="/">
          <Trans id="error.start">Go to the start page</Trans>
        </a>
      </p>
    </Page>
  );
}
