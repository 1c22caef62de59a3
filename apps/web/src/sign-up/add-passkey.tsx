import {
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const submit = async () => {
    const begun = await call('beginPasskey', {});
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    const response = await startRegistration({
      optionsJSON: begun.value.options as unknown as PublicKeyCredentialCreationOptionsJSON,
    }).catch(() => undefined);
    if (response === undefined) {
      return [
        {
          message: t({
            id: 'second.passkey.stopped',
            message:
              'No passkey was made. You may have cancelled, or this device has none. Try again, or use an app.',
          }),
        },
      ];
    }
    const finished = await call('finishPasskey', { response: { ...response } });
    if (!finished.ok) return [{ message: problemText(finished.error) }];
    go('continue');
    return [];
  };
  return (
    <Page title={t({ id: 'second.passkey.title', message: 'Make a passkey' })}>
      <p>
        <Trans id="second.passkey.how">
          Your device will ask for your fingerprint, face or screen lock. That stays on your device.
        </Trans>
      </p>
      <Form
        onSubmit={submit}
        waiting={t({ id: 'second.passkey.waiting', message: 'Waiting for your device…' })}
      >
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              <Trans id="second.passkey.make">Make the passkey</Trans>
            </Button>
            <Link to={path('sign-up/second-step')}>
              <Trans id="second.other">Choose another way</Trans>
            </Link>
          </div>
        )}
      </Form>
    </Page>
  );
}
