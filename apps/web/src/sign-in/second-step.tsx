import {
  startAuthentication,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { call } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { CodeField } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { openWithSecret, recoveringWith } from '../vault/vault-session.ts';

export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const session = useLoaderData<SessionState>();
  const kinds = session.stage === 'first-factor' ? session.secondFactors : [];

  const arrive = async () => {
    const opened = await openWithSecret();
    // After a reload between the two steps the password is needed once more; `continue` asks for it.
    if (!opened.ok && opened.error.code !== 'unlock_required')
      return [{ message: problemText(opened.error) }];
    go(recoveringWith() === undefined ? 'continue' : 'recover/password');
    return [];
  };
  const usePasskey = async () => {
    const begun = await call('beginPasskeySignIn', {});
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    const response = await startAuthentication({
      optionsJSON: begun.value.options as unknown as PublicKeyCredentialRequestOptionsJSON,
    }).catch(() => undefined);
    if (response === undefined)
      return [
        {
          message: t({
            id: 'second-step.passkey.stopped',
            message: 'No passkey was used. Try again.',
          }),
        },
      ];
    const finished = await call('finishPasskeySignIn', { response: { ...response } });
    return finished.ok ? arrive() : [{ message: problemText(finished.error) }];
  };
  const useCode = async (fields: FormData) => {
    const code = textOf(fields, 'code').replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(code))
      return [
        { field: 'code', message: t({ id: 'second-step.six', message: 'Enter the six digits.' }) },
      ];
    const finished = await call('submitTotp', { code });
    return finished.ok ? arrive() : [{ field: 'code', message: problemText(finished.error) }];
  };
  return (
    <Page title={t({ id: 'second-step.title', message: 'Your second step' })}>
      {kinds.includes('passkey') && (
        <Form
          onSubmit={usePasskey}
          waiting={t({ id: 'second-step.passkey.waiting', message: 'Waiting for your device…' })}
        >
          {({ busy }) => (
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="second-step.passkey">Use your passkey</Trans>
              </Button>
            </div>
          )}
        </Form>
      )}
      {kinds.includes('totp') && (
        <Form
          onSubmit={useCode}
          waiting={t({ id: 'second-step.code.waiting', message: 'Checking the code…' })}
        >
          {({ busy, errorOf }) => (
            <>
              <CodeField
                label={t({ id: 'second-step.code', message: 'Six-digit code from your app' })}
                name="code"
                error={errorOf('code')}
              />
              <div className="signet-actions">
                <Button busy={busy} variant={kinds.includes('passkey') ? 'outline' : 'primary'}>
                  <Trans id="second-step.go">Continue</Trans>
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
    </Page>
  );
}
