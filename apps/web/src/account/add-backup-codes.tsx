import { useLingui } from '@lingui/react/macro';
import { BackupCodes } from '../second-steps/backup-codes.tsx';
import { Page } from '../ui/page.tsx';
import { ProveFirst } from './prove-first.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'backup-codes.title', message: 'Make backup codes' })}>
      <ProveFirst>{({ done, stop }) => <BackupCodes onDone={done}>{stop}</BackupCodes>}</ProveFirst>
    </Page>
  );
}
