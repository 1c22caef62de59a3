import { useLingui } from '@lingui/react/macro';
import { SetUpApp } from '../second-steps/set-up-app.tsx';
import { Page } from '../ui/page.tsx';
import { ProveFirst } from './prove-first.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'second.app.title', message: 'Set up your authenticator app' })}>
      <ProveFirst>{({ done, stop }) => <SetUpApp onDone={done}>{stop}</SetUpApp>}</ProveFirst>
    </Page>
  );
}
