import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData, useSearchParams } from 'react-router';
import type { VaultSecret } from '@signet/vault';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { signOut } from '../app/sign-out.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { useProvePassword } from '../vault/ask-secret.tsx';
import { usePasskeyStopped } from '../vault/use-passkey-stopped.ts';
import { provePasskey } from '../vault/open-with-passkey.ts';
import { holdSecret } from '../vault/this-tab.ts';
import { openWithSecret } from '../vault/vault-session.ts';

export function Component() {
  const { t } = useLingui();
  const { go, path } = useJourney();
  const session = useLoaderData<SessionState>();
  const [search] = useSearchParams();
  const to = search.get('to') ?? '';
  const provePasswordOf = useProvePassword();
  const stopped = usePasskeyStopped();
  const hasPasskey = session.stage === 'signed-in' && session.secondFactors.includes('passkey');
  const open = async (accountId: string, secret: VaultSecret) => {
    holdSecret(accountId, secret);
    const opened = await openWithSecret();
    if (!opened.ok) return [{ message: problemText(opened.error) }];
    // Only a page of ours, by its path: never an address that somebody put into a link.
    go(/^(continue|consent|(account|verify)(\/[\w-]+)*)$/.test(to) ? to : 'continue', {
      replace: true,
    });
    return [];
  };
  const byPassword = async (fields: FormData) => {
    const proved = await provePasswordOf(fields);
    if ('errors' in proved) return proved.errors;
    return open(proved.accountId, { kind: 'password', exportKey: proved.exportKey });
  };
  const byPasskey = async () => {
    const proved = await provePasskey();
    if (proved.ok) return open(proved.value.accountId, proved.value.secret);
    const { error } = proved;
    if (error.type === 'stopped') return [{ message: stopped }];
    return [
      {
        message:
          error.code === 'unlock_required'
            ? t({
                id: 'unlock.passkey.closed',
                message: 'This passkey cannot open your vault. Enter your password.',
              })
            : problemText(error),
      },
    ];
  };
  return (
    <Page title={t({ id: 'unlock.title', message: 'Enter your password to go on' })}>
      <p>
        {search.has('locks-changed') ? (
          <Trans id="unlock.locks-changed">
            The locks of your vault were changed, in another tab or by another browser of yours, so
            the key in this tab opens it no more. Your password opens it again. What you were about
            to do here was not done.
          </Trans>
        ) : search.has('long-ago') ? (
          <Trans id="unlock.long-ago">
            You entered your password more than 15 minutes ago. Enter it once more, and then do
            again what you were about to do: it was not done.
          </Trans>
        ) : (
          <Trans id="unlock.why">
            You are signed in, but your vault is still locked on this page: its key is never stored.
            Your password opens it.
          </Trans>
        )}
      </p>
      {session.stage === 'signed-in' && session.due === 'new-password' && (
        <p>
          <Trans id="unlock.recovering">
            Were you about to choose a new password, because you forgot yours? Give your recovery
            key or passkey once more: <Link to={path('recover')}>begin again</Link>.
          </Trans>
        </p>
      )}
      <Form
        onSubmit={byPassword}
        waiting={t({ id: 'unlock.waiting', message: 'Opening your vault…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <input
              type="email"
              name="username"
              autoComplete="username"
              defaultValue={'email' in session ? session.email : ''}
              hidden
              readOnly
            />
            <Field
              label={t({ id: 'unlock.password', message: 'Password' })}
              name="password"
              type="password"
              autoComplete="current-password"
              error={errorOf('password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="unlock.go">Open my vault</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
      {hasPasskey && (
        <Form
          onSubmit={byPasskey}
          waiting={t({ id: 'second-step.passkey.waiting', message: 'Waiting for your device…' })}
        >
          {({ busy }) => (
            <Button variant="outline" busy={busy}>
              <Trans id="ask.passkey">Use a passkey instead</Trans>
            </Button>
          )}
        </Form>
      )}
      <p>
        <Link to={path('recover')}>
          <Trans id="sign-in.forgot">I forgot my password</Trans>
        </Link>
      </p>
      <div className="signet-actions">
        <Button type="button" variant="plain" onClick={() => void signOut()}>
          <Trans id="unlock.leave">Sign out instead</Trans>
        </Button>
      </div>
    </Page>
  );
}
