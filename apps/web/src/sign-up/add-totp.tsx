import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { SetUpApp } from '../second-steps/set-up-app.tsx';
import { Page } from '../ui/page.tsx';
import { useAfterSecondStep } from './after-second-step.ts';

export function Component() {
  const { t } = useLingui();
  const { other, done } = useAfterSecondStep();
  return (
    <Page title={t({ id: 'second.app.title', message: 'Set up your authenticator app' })}>
      <SetUpApp onDone={done}>
        <Link to={other}>
          <Trans id="second.app.other">Choose another way</Trans>
        </Link>
      </SetUpApp>
    </Page>
  );
}
