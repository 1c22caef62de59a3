import { Trans, useLingui } from '@lingui/react/macro';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'deleted.title', message: 'Your account is deleted' })}>
      <p>
        <Trans id="deleted.text">
          Nothing of it is left here. We sent you a last letter to say so; its address is forgotten
          when it is sent.
        </Trans>
      </p>
    </Page>
  );
}
