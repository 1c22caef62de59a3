import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { SetUpPhone } from '../second-steps/set-up-phone.tsx';
import { Page } from '../ui/page.tsx';
import { useAfterSecondStep } from './after-second-step.ts';

export function Component() {
  const { t } = useLingui();
  const { other, done } = useAfterSecondStep();
  return (
    <Page title={t({ id: 'second.phone.title', message: 'Use text messages' })}>
      <SetUpPhone onDone={done}>
        <Link to={other}>
          <Trans id="second.phone.other">Choose another way</Trans>
        </Link>
      </SetUpPhone>
    </Page>
  );
}
