import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { currentSession, type SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SignOutInstead, useProvePassword } from '../vault/ask-secret.tsx';
import { changePassword } from '../vault/change-secrets.ts';
import { NewPasswordField, useNewPasswordErrors } from '../vault/new-password.tsx';
import { RequestWaits, useAfterwards } from './afterwards.tsx';
import { usePasswordChange } from './use-password-change.ts';

export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  const afterwards = useAfterwards();
  const session = useLoaderData<SessionState>();
  const errorsIn = useNewPasswordErrors();
  const provePasswordOf = useProvePassword();
  const change = usePasswordChange();
  const [changed, setChanged] = useState<SessionState>();
  if (session.stage !== 'signed-in') return null;
  const { email } = session;
  const submit = async (fields: FormData) => {
    const chosen = textOf(fields, 'new-password');
    const errors = await errorsIn(chosen, email);
    if (errors.length > 0) return errors;
    const wrong = await change(chosen, async () => {
      const proved = await provePasswordOf(fields);
      return 'errors' in proved ? proved : changePassword(proved.exportKey, chosen);
    });
    if (wrong.length === 0) setChanged(await currentSession());
    return wrong;
  };
  if (changed !== undefined) {
    const due = changed.stage === 'signed-in' ? changed.due : null;
    return (
      <Page title={t({ id: 'change-password.done', message: 'Your password was changed' })}>
        <Alert kind="success" answer>
          <p>
            <Trans id="change-password.done.text">
              Your vault opens with the new password now. Everyone who was signed in elsewhere was
              signed out, and we sent you an e-mail about it. Your other browsers and devices are
              new to Signet again: you get an e-mail when one of them signs in.
            </Trans>
          </p>
        </Alert>
        {due === 'new-locks' && (
          <>
            <p>
              <Trans id="change-password.locks-due">
                One thing is left: somebody else may hold what opened your vault. Change its locks
                now, and get a new recovery key with them.
              </Trans>
            </p>
            <Link className="usa-button" to={path('account/new-locks')}>
              <Trans id="change-password.new-locks">Change the locks of your vault</Trans>
            </Link>
          </>
        )}
        {due === 'new-recovery-key' && (
          <>
            <p>
              <Trans id="change-password.key-due">
                One thing is left: your recovery key was used, so somebody may have seen it. Make a
                new one now.
              </Trans>
            </p>
            <Link className="usa-button" to={path('account/recovery-key')}>
              <Trans id="change-password.new-key">Make a new recovery key</Trans>
            </Link>
          </>
        )}
        {due === null && (
          <>
            <p>
              <Trans id="change-password.key-same">Your recovery key is still the same.</Trans>
            </p>
            {afterwards.isRequest ? (
              <Link className="usa-button" to={path(afterwards.page)}>
                <Trans id="change-password.request">Go on with the agency’s request</Trans>
              </Link>
            ) : (
              <Link to={path(afterwards.page)}>
                <Trans id="change-password.back">Back to your account</Trans>
              </Link>
            )}
          </>
        )}
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'change-password.title', message: 'Change your password' })}>
      {session.due === 'new-password' && (
        <Alert
          kind="warning"
          heading={t({ id: 'change-password.due', message: 'Choose a new password first' })}
        >
          <p>
            <Trans id="change-password.due.text">
              Somebody who reads your e-mail, probably you, told us that a sign-in was not yours; or
              an agency suspects that somebody else used your account; or your recovery key was used
              and no new password was chosen. Somebody may know your password. Look at your second
              steps afterwards, too.
            </Trans>
          </p>
          <RequestWaits />
        </Alert>
      )}
      <p>
        <Trans id="change-password.intro">
          Nothing in your vault is lost. If anything goes wrong on the way, the old password goes on
          working.
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
            <Field
              label={t({ id: 'change-password.current', message: 'Current password' })}
              name="password"
              type="password"
              autoComplete="current-password"
              error={errorOf('password')}
            />
            <p>
              <Link to={path('recover')}>
                <Trans id="change-password.forgot">
                  I do not know it: use my recovery key or a passkey
                </Trans>
              </Link>
            </p>
            <NewPasswordField
              email={email}
              label={t({ id: 'change-password.new', message: 'New password' })}
              error={errorOf('new-password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="change-password.go">Change password</Trans>
              </Button>
              {session.due === 'new-password' ? (
                <SignOutInstead />
              ) : (
                <Link to="/account">
                  <Trans id="change-password.stop">Not now</Trans>
                </Link>
              )}
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
