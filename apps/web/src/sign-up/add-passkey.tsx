import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { MakePasskey } from '../second-steps/make-passkey.tsx';
import { Page } from '../ui/page.tsx';
import { keptFor } from '../vault/this-tab.ts';
import { useAfterSecondStep } from './after-second-step.ts';

export function Component() {
  const { t } = useLingui();
  const { other, done } = useAfterSecondStep();
  return (
    <Page title={t({ id: 'second.passkey.title', message: 'Make a passkey' })}>
      <MakePasskey secret={keptFor('passkey-slot')} onDone={done}>
        <Link to={other}>
          <Trans id="second.other">Choose another way</Trans>
        </Link>
      </MakePasskey>
    </Page>
  );
}
