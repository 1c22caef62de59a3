import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { call } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { CodeField, Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { usePasskeyStopped } from '../vault/use-passkey-stopped.ts';
import { showPasskey } from '../vault/passkey.ts';
import { keptFor } from '../vault/this-tab.ts';
import { openWithSecret } from '../vault/vault-session.ts';
import { TextCode } from './text-code.tsx';

export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const session = useLoaderData<SessionState>();
  const kinds = session.stage === 'first-factor' ? session.secondFactors : [];

  const stopped = usePasskeyStopped();
  const arrive = async () => {
    const opened = await openWithSecret();
    // After a reload between the two steps the password is needed once more; `continue` asks for it.
    if (!opened.ok && opened.error.code !== 'unlock_required')
      return [{ message: problemText(opened.error) }];
    go(keptFor('new-password') === undefined ? 'continue' : 'recover/password');
    return [];
  };
  const usePasskey = async () => {
    const begun = await call('beginPasskeySignIn', {});
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    const response = await showPasskey(begun.value.options);
    if (response === undefined) return [{ message: stopped }];
    const finished = await call('finishPasskeySignIn', { response });
    return finished.ok ? arrive() : [{ message: problemText(finished.error) }];
  };
  const useCode = async (fields: FormData) => {
    const code = textOf(fields, 'code').replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(code))
      return [
        { field: 'code', message: t({ id: 'second-step.six', message: 'Enter the 6 digits.' }) },
      ];
    const finished = await call('submitTotp', { code });
    return finished.ok ? arrive() : [{ field: 'code', message: problemText(finished.error) }];
  };
  const useBackupCode = async (fields: FormData) => {
    const code = textOf(fields, 'backup-code')
      .replaceAll(/[\s-]/g, '')
      .toUpperCase()
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1');
    const field = 'backup-code';
    if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(code))
      return [
        {
          field,
          message: t({
            id: 'second-step.twelve',
            message: 'Enter the twelve letters and digits of one code.',
          }),
        },
      ];
    const finished = await call('submitBackupCode', { code });
    return finished.ok ? arrive() : [{ field, message: problemText(finished.error) }];
  };
  return (
    <Page title={t({ id: 'second-step.title', message: 'Your second step' })}>
      <p>
        {kinds.length > 0 ? (
          <Trans id="second-step.why">Show in one more way that it is you.</Trans>
        ) : (
          <Trans id="second-step.none">
            No second step of this account works any more. Go on as if you had lost them all: in 24
            hours you can set up a new one.
          </Trans>
        )}
      </p>
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
                label={t({ id: 'second-step.code', message: '6-digit code from your app' })}
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
      {kinds.includes('sms') && <TextCode besideOthers={kinds.length > 1} onProved={arrive} />}
      {kinds.includes('backup-codes') && (
        <details>
          <summary>
            <Trans id="second-step.backup">Use a backup code</Trans>
          </summary>
          <Form
            onSubmit={useBackupCode}
            waiting={t({ id: 'second-step.code.waiting', message: 'Checking the code…' })}
          >
            {({ busy, errorOf }) => (
              <>
                <Field
                  label={t({ id: 'second-step.backup.code', message: 'Backup code' })}
                  hint={t({ id: 'second-step.backup.hint', message: 'Each code works once' })}
                  name="backup-code"
                  autoComplete="off"
                  error={errorOf('backup-code')}
                />
                <div className="signet-actions">
                  <Button busy={busy} variant="outline">
                    <Trans id="second-step.backup.go">Use this code</Trans>
                  </Button>
                </div>
              </>
            )}
          </Form>
        </details>
      )}
      <p>
        <Link to={path('sign-in/lost')}>
          <Trans id="second-step.lost">I lost all of these</Trans>
        </Link>
      </p>
    </Page>
  );
}
