import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData, useSearchParams } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { signOut } from '../app/session-watch.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { provePassword } from '../vault/prove-password.ts';
import { holdSecret, openWithSecret } from '../vault/vault-session.ts';

export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const session = useLoaderData<SessionState>();
  const [search] = useSearchParams();
  const to = search.get('to') ?? '';
  const submit = async (fields: FormData) => {
    const password = textOf(fields, 'password');
    if (password === '')
      return [
        {
          field: 'password',
          message: t({ id: 'unlock.missing', message: 'Enter your password.' }),
        },
      ];
    const proved = await provePassword('unlock', password);
    if (!proved.ok) {
      const wrong = proved.error.code === 'wrong_credentials';
      return [
        {
          field: 'password',
          message: wrong
            ? t({ id: 'unlock.wrong', message: 'That password is not right.' })
            : problemText(proved.error),
        },
      ];
    }
    const { accountId, exportKey } = proved.value;
    holdSecret(accountId, { kind: 'password', exportKey });
    const opened = await openWithSecret();
    if (!opened.ok) return [{ message: problemText(opened.error) }];
    // Only a page of ours, by its path: never an address that somebody put into a link.
    go(/^(continue|consent|account(?:\/[\w-]+)?|verify(\/[\w-]+)*)$/.test(to) ? to : 'continue', {
      replace: true,
    });
    return [];
  };
  return (
    <Page title={t({ id: 'unlock.title', message: 'Enter your password to go on' })}>
      <p>
        <Trans id="unlock.why">
          This page was opened anew, and your keys are never stored. Your password opens your vault
          again.
        </Trans>
      </p>
      <Form onSubmit={submit} waiting={t({ id: 'unlock.waiting', message: 'Opening your vault…' })}>
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
              <Button type="button" variant="plain" onClick={() => void signOut()}>
                <Trans id="unlock.leave">Sign out instead</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
