import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { useMailedLink } from '../app/use-mailed-link.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** The link in the letter about a new browser: "this wasn't me" (AUTH-22). */
export function Component() {
  const { t } = useLingui();
  const { done, press } = useMailedLink(
    (input) => call('disavowSignIn', input),
    t({
      id: 'not-me.over',
      message:
        'This link works no more. It was used already, or the week after that sign-in is over; or another link took its place when an address was removed, so look for a newer e-mail from us; or somebody said of an earlier sign-in that it was not them; or the account was deleted.',
    }),
  );
  return (
    <Page title={t({ id: 'not-me.title', message: 'Was it somebody else?' })}>
      {done ? (
        <Alert
          kind="success"
          heading={t({ id: 'not-me.done', message: 'Everyone is signed out' })}
          answer
        >
          <p>
            <Trans id="not-me.done.text">
              Sign in now and choose a new password. Until then nothing can be shared. Second steps
              and addresses that were added since that sign-in do not work any more: add again what
              is yours.
            </Trans>
          </p>
        </Alert>
      ) : (
        <Form
          onSubmit={press}
          waiting={t({ id: 'not-me.waiting', message: 'Signing everyone out…' })}
        >
          {({ busy }) => (
            <>
              <p>
                <Trans id="not-me.intro">
                  If the sign-in that we wrote to you about was not yours, sign everyone out. Then
                  you sign in and choose a new password. What was added to the account since that
                  sign-in is taken off.
                </Trans>
              </p>
              <p>
                <Trans id="not-me.you">
                  If it was you, there is nothing to do: close this page.
                </Trans>
              </p>
              <div className="signet-actions">
                <Button busy={busy}>
                  <Trans id="not-me.go">It was not me: sign everyone out</Trans>
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
      <p>
        <Link to="/sign-in">
          <Trans id="stop.sign-in">Sign in</Trans>
        </Link>
      </p>
    </Page>
  );
}
