import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { NewPasswordField, useNewPasswordErrors } from '../vault/new-password.tsx';
import { registerPassword } from './register-password.ts';

export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const errorsIn = useNewPasswordErrors();
  const session = useLoaderData<SessionState>();
  if (session.stage !== 'sign-up') return null;
  const { email } = session;
  const submit = async (fields: FormData) => {
    const password = textOf(fields, 'new-password');
    const errors = await errorsIn(password, email);
    if (errors.length > 0) return errors;
    const registered = await registerPassword(password, session);
    if (!registered.ok) return [{ message: problemText(registered.error) }];
    go('sign-up/second-step');
    return [];
  };
  return (
    <Page title={t({ id: 'sign-up.password.title', message: 'Choose a password' })}>
      <p>
        <Trans id="sign-up.password.address">
          You are making an account for <strong>{email}</strong>.
        </Trans>
      </p>
      <p>
        <Trans id="sign-up.password.not-yours">
          Not your address? Then do not go on: whoever reads its e-mail could take the account over.{' '}
          <Link to={path('sign-up')}>Use an address of your own</Link>.
        </Trans>
      </p>
      <p>
        <Trans id="sign-up.password.intro">
          Your password is the key to what you will keep here. It never leaves your device, so
          nobody at Signet can see it, and nobody can reset it for you.
        </Trans>
      </p>
      <Form
        onSubmit={submit}
        waiting={t({
          id: 'sign-up.password.waiting',
          message: 'Making your key. This takes a few seconds, on purpose.',
        })}
      >
        {({ busy, errorOf }) => (
          <>
            <NewPasswordField
              email={email}
              label={t({ id: 'field.password', message: 'Password' })}
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
