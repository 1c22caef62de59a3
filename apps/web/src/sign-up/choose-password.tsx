import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { passwordLength, passwordMistake } from './password-rules.ts';
import { registerPassword } from './register-password.ts';

export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const session = useLoaderData<SessionState>();
  if (session.stage !== 'sign-up') return null;
  const { least } = passwordLength;
  const mistakes = {
    too_short: t({
      id: 'sign-up.password.short',
      message: `Use at least ${least} characters. A few words in a row are easy to remember.`,
    }),
    too_long: t({ id: 'sign-up.password.long', message: 'Use at most 1,024 characters.' }),
    contains_email: t({
      id: 'sign-up.password.email',
      message: 'Do not use your e-mail address in your password. It is the first thing others try.',
    }),
  };
  const submit = async (fields: FormData) => {
    const password = textOf(fields, 'password');
    const mistake = passwordMistake(password, session.email);
    if (mistake !== undefined) return [{ field: 'password', message: mistakes[mistake] }];
    const registered = await registerPassword(password, session);
    if (!registered.ok) return [{ message: problemText(registered.error) }];
    go('sign-up/second-step');
    return [];
  };
  return (
    <Page title={t({ id: 'sign-up.password.title', message: 'Choose a password' })}>
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
            <input
              type="email"
              name="username"
              autoComplete="username"
              defaultValue={session.email}
              hidden
              readOnly
            />
            <Field
              label={t({ id: 'field.password', message: 'Password' })}
              name="password"
              type="password"
              autoComplete="new-password"
              hint={t({
                id: 'sign-up.password.hint',
                message: `At least ${least} characters. Spaces and any letters are fine; paste works.`,
              })}
              error={errorOf('password')}
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
