import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { currentSession, type SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { NewPasswordField, useNewPasswordErrors } from '../vault/new-password.tsx';
import { resetWith } from './reset-with.ts';

/** The last moment to turn back: with the new password comes an empty vault. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const errorsIn = useNewPasswordErrors();
  const session = useLoaderData<SessionState>();
  if (session.stage !== 'resetting') return null;
  const { email, accountId } = session;
  const submit = async (fields: FormData) => {
    const password = textOf(fields, 'new-password');
    const errors = await errorsIn(password, email);
    if (errors.length > 0) return errors;
    const made = await resetWith(password, accountId);
    if (!made.ok && made.error.code === 'outcome_unknown') {
      const message = t({
        id: 'reset.unknown',
        message:
          'No answer came, so we do not know whether your account was reset. Sign in with the password that you have just chosen. If it is not right, your account was not reset so far: open the link in our e-mail again. If that link was used already, the reset came late: sign in with that password.',
      });
      return [{ message }];
    }
    if (!made.ok) return [{ message: problemText(made.error) }];
    const after = await currentSession();
    const runsOut =
      after.stage === 'signed-in' && after.secondFactors.every((kind) => kind === 'backup-codes');
    go(runsOut ? 'sign-up/another-step' : 'continue', { replace: true });
    return [];
  };
  return (
    <Page title={t({ id: 'recover.password.title', message: 'Choose a new password' })}>
      <Alert
        kind="warning"
        heading={t({ id: 'reset.last', message: 'This destroys what is in your vault' })}
      >
        <p>
          <Trans id="reset.last.text">
            If you still hope to find your password, your recovery key or your passkey, close this
            page now. Nothing has happened yet.
          </Trans>
        </p>
        <p>
          <Trans id="reset.last.passkeys">
            If you waited twice because every second step is lost, you choose a new one next, and
            all old ones stop working when you have it. Otherwise passkeys that you did not use for
            this reset go with it, your own too: a stranger could have added one. Add yours again
            afterwards. If no other second step is left then, you choose a new one first.
          </Trans>
        </p>
      </Alert>
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
              label={t({ id: 'change-password.new', message: 'New password' })}
              error={errorOf('new-password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="reset.finish">Destroy the old vault and go on</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
