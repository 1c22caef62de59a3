import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { BackupCodes } from '../second-steps/backup-codes.tsx';
import { Page } from '../ui/page.tsx';
import { useAfterSecondStep } from './after-second-step.ts';

export function Component() {
  const { t } = useLingui();
  const { other, done } = useAfterSecondStep();
  return (
    <Page title={t({ id: 'backup-codes.title', message: 'Make backup codes' })}>
      <BackupCodes onDone={done}>
        <Link to={other}>
          <Trans id="second.other">Choose another way</Trans>
        </Link>
      </BackupCodes>
    </Page>
  );
}
