import { useLingui } from '@lingui/react/macro';
import { SetUpPhone } from '../second-steps/set-up-phone.tsx';
import { Page } from '../ui/page.tsx';
import { ProveFirst } from './prove-first.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'second.phone.title', message: 'Use text messages' })}>
      <ProveFirst>{({ done, stop }) => <SetUpPhone onDone={done}>{stop}</SetUpPhone>}</ProveFirst>
    </Page>
  );
}
