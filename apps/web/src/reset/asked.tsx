import { Trans, useLingui } from '@lingui/react/macro';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'reset.asked.title', message: 'Look into your e-mail' })}>
      <p>
        <Trans id="reset.asked.text">
          If the address belongs to an account, we have written to all its addresses. In 24 hours
          another letter comes, with a link to go on. You can close this page.
        </Trans>
      </p>
      <p>
        <Trans id="reset.asked.found">
          If you find your password, your recovery key or your passkey meanwhile, just sign in. That
          stops the reset.
        </Trans>
      </p>
    </Page>
  );
}
