import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { call } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { problemText } from '../app/problem-text.ts';
import { leave } from '../app/leave.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { provePassword } from '../vault/prove-password.ts';

export function Component() {
  const { t } = useLingui();
  const session = useLoaderData<SessionState>();
  const isFrozen = session.stage === 'signed-in' && session.frozen;
  const submit = async (fields: FormData) => {
    const proved = await provePassword('unlock', textOf(fields, 'password'));
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
    proved.value.exportKey.fill(0);
    const deleted = await call('deleteAccount', {});
    if (!deleted.ok) return [{ message: problemText(deleted.error) }];
    leave('/deleted');
    return [];
  };
  return (
    <Page title={t({ id: 'delete.title', message: 'Delete your account' })}>
      <Alert kind="warning" heading={t({ id: 'delete.warning', message: 'This cannot be undone' })}>
        <p>
          <Trans id="delete.what">
            Your vault, your sign-in methods and everything we recorded about you are deleted at
            once, but for what is said below. To use Signet again you would have to prove who you
            are again. What agencies received from you stays with them.
          </Trans>
        </p>
        <p>
          <Trans id="delete.notices">
            If you proved who you are, a letter about it that was not mailed yet still may be, and
            links in our notices may go on for as long as they would have, a year at most, so that
            nobody can misuse your name and silence them. What we keep for that says nothing of you
            to us: only whoever holds a link can open it, and only the printer the letter. No backup
            has the letter; what the links need is in backups for up to 30 days longer.
          </Trans>
        </p>
        {isFrozen && (
          <p>
            <Trans id="delete.frozen">
              Your identity is frozen. That is not undone: for a year we keep a code made from your
              Social Security number, without this account, so that two people look first at whoever
              proves to be you. Backups have it for up to 30 days longer.
            </Trans>
          </p>
        )}
      </Alert>
      <Form onSubmit={submit} waiting={t({ id: 'delete.waiting', message: 'Deleting…' })}>
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'unlock.password', message: 'Password' })}
              name="password"
              type="password"
              autoComplete="current-password"
              error={errorOf('password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="delete.go">Delete my account</Trans>
              </Button>
              <Link to="/account">
                <Trans id="delete.stop">Keep it</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
