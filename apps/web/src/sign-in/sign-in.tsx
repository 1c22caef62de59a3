import { lazy, Suspense } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData, useSearchParams } from 'react-router';
import { call } from '../app/call.ts';
import { entrance } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { loginHint } from '../app/login-hint.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { usePasskeyStopped } from '../vault/use-passkey-stopped.ts';
import { provePassword } from '../vault/prove-password.ts';
import { holdSecret } from '../vault/this-tab.ts';
import { useWrongAddress } from '../app/use-wrong-address.ts';
import { useReadyWorker } from '../vault/opaque-ceremony.ts';

const AskedAgain = lazy(async () => ({
  default: (await import('./asked-again.tsx')).AskedAgain,
}));

export { loginHint as loader };

export function Component() {
  const { t } = useLingui();
  const hint = useLoaderData<string | null>();
  useReadyWorker();
  const { uid, path, go } = useJourney();
  const stopped = usePasskeyStopped();
  const [search] = useSearchParams();
  const wrongAddress = useWrongAddress();
  const submit = async (fields: FormData) => {
    const email = textOf(fields, 'email').trim();
    const password = textOf(fields, 'password');
    const wrong = wrongAddress(email);
    if (wrong !== undefined) return wrong;
    if (password === '')
      return [
        {
          field: 'password',
          message: t({ id: 'sign-in.password.missing', message: 'Enter your password.' }),
        },
      ];
    const proved = await provePassword({ email }, password);
    if (!proved.ok) return [{ message: problemText(proved.error) }];
    const { accountId, exportKey } = proved.value;
    holdSecret(accountId, { kind: 'password', exportKey });
    const session = await call('readSession', {});
    if (!session.ok) return [{ message: problemText(session.error) }];
    const { stage } = session.value;
    // An account without a second step yet chooses one now. One that lost them gets its vault after that (AUTH-5).
    if (stage === 'enrolling') {
      const { openWithSecret } = await import('../vault/vault-session.ts');
      await openWithSecret();
    }
    go(entrance(stage));
    return [];
  };
  const byPasskey = async () => {
    const { signInWithPasskey } = await import('../vault/open-with-passkey.ts');
    const opened = await signInWithPasskey();
    if (opened.ok) {
      go(opened.value ? 'continue' : 'unlock');
      return [];
    }
    const { error } = opened;
    return [{ message: error.type === 'stopped' ? stopped : problemText(error) }];
  };
  return (
    <Page title={t({ id: 'sign-in.title', message: 'Sign in' })}>
      {search.has('again') && (
        <p>
          <Trans id="sign-in.again">
            Please sign in once more: the agency asks for a sign-in that is fresh, or for one with a
            passkey.
          </Trans>
        </p>
      )}
      <Form
        onSubmit={submit}
        waiting={t({ id: 'sign-in.waiting', message: 'Checking your password on this device…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'sign-in.email', message: 'E-mail address' })}
              name="email"
              type="email"
              autoComplete="username"
              inputMode="email"
              defaultValue={hint ?? ''}
              error={errorOf('email')}
            />
            <Field
              label={t({ id: 'sign-in.password', message: 'Password' })}
              name="password"
              type="password"
              autoComplete="current-password"
              error={errorOf('password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="sign-in.go">Sign in</Trans>
              </Button>
              <Link to={path('recover')}>
                <Trans id="sign-in.forgot">I forgot my password</Trans>
              </Link>
              <Link to={path('sign-up')}>
                <Trans id="sign-in.create">Create an account</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
      <h2>
        <Trans id="sign-in.or">Or without a password</Trans>
      </h2>
      <Form
        onSubmit={byPasskey}
        waiting={t({ id: 'second-step.passkey.waiting', message: 'Waiting for your device…' })}
      >
        {({ busy }) => (
          <Button variant="outline" busy={busy}>
            <Trans id="sign-in.passkey">Sign in with a passkey</Trans>
          </Button>
        )}
      </Form>
      {search.has('again') && uid !== undefined && (
        <Suspense>
          <AskedAgain uid={uid} />
        </Suspense>
      )}
    </Page>
  );
}
