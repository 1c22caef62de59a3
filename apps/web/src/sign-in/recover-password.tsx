import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { recoverWith } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { NewPasswordField, useNewPasswordErrors } from '../vault/new-password.tsx';
import { dropKept, keptFor } from '../vault/this-tab.ts';
import { useNewKey } from '../vault/use-new-key.tsx';

/** After the recovery key and the second step, or a passkey: another password, and another recovery key, in one change (AUTH-10). */
export function Component() {
  const { t } = useLingui();
  const { go, path } = useJourney();
  const [isLate, setLate] = useState(false);
  const session = useLoaderData<SessionState>();
  const errorsIn = useNewPasswordErrors();
  const { recoveryKey, show, keep, overtaken } = useNewKey(() => {
    dropKept();
    go('continue');
  });
  const secret = keptFor('new-password');
  useEffect(() => {
    if (secret === undefined) go('continue', { replace: true });
  }, [secret, go]);
  if (secret === undefined || session.stage !== 'signed-in') return null;
  const { email } = session;

  const submit = async (fields: FormData) => {
    const chosen = textOf(fields, 'new-password');
    const errors = await errorsIn(chosen, email);
    if (errors.length > 0) return errors;
    const begun = await recoverWith(secret, chosen);
    setLate(!begun.ok && begun.error.code === 'unlock_required');
    return !begun.ok && begun.error.code === 'unlock_required' ? [] : show(begun);
  };
  if (recoveryKey !== undefined) {
    return (
      <Page title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}>
        <p>
          <Trans id="recover.new-key">
            This is a new key. Your old recovery key stops working, and your new password starts
            working, when you go on. Other passkeys stay your second step and do not open your vault
            any more.
          </Trans>
        </p>
        <KeepRecoveryKey recoveryKey={recoveryKey} onKept={keep} />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'recover.password.title', message: 'Choose a new password' })}>
      {overtaken}
      {isLate && (
        <Alert
          kind="warning"
          answer
          heading={t({ id: 'recover.late', message: 'That took more than 15 minutes' })}
        >
          <p>
            <Trans id="recover.late.text">
              Nothing was changed. So that nobody else who finds this page open can choose your
              password, give your recovery key or your passkey once more.
            </Trans>
          </p>
          <p>
            <Link to={path('recover')}>
              <Trans id="recover.late.again">Give it once more</Trans>
            </Link>
          </p>
        </Alert>
      )}
      <p>
        <Trans id="recover.password.intro">
          Your vault is open and everything in it is there. Choose the password that opens it from
          now on.
        </Trans>
      </p>
      <Form
        onSubmit={submit}
        waiting={t({
          id: 'change-password.waiting',
          message: 'Making your new key. This takes a few seconds, on purpose.',
        })}
      >
        {({ busy, errorOf }) => (
          <>
            <NewPasswordField
              email={email}
              label={t({ id: 'change-password.new', message: 'New password' })}
              error={errorOf('new-password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="sign-up.password.next">Continue</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
