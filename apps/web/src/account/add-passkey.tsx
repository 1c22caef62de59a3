import { useLingui } from '@lingui/react/macro';
import { MakePasskey } from '../second-steps/make-passkey.tsx';
import { Page } from '../ui/page.tsx';
import { ProveFirst } from './prove-first.tsx';

export function Component() {
  const { t } = useLingui();
  return (
    <Page title={t({ id: 'second.passkey.title', message: 'Make a passkey' })}>
      <ProveFirst>
        {({ secret, done, stop }) => (
          <MakePasskey secret={secret} onDone={done}>
            {stop}
          </MakePasskey>
        )}
      </ProveFirst>
    </Page>
  );
}
