import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { useMailedLink } from '../app/use-mailed-link.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** The link in the letter that tells of it: whoever did not ask for a reset, or for a new second step, stops it here. */
export function Component() {
  const { t } = useLingui();
  const { done, press } = useMailedLink(
    (input) => call('stopWait', input),
    t({
      id: 'stop.over',
      message: 'There is nothing to stop: it was stopped already, or it is over.',
    }),
  );
  return (
    <Page title={t({ id: 'stop.title', message: 'Stop the change of your account' })}>
      {done ? (
        <Alert
          kind="success"
          heading={t({ id: 'stop.done', message: 'It is stopped. Nothing was changed.' })}
          answer
        >
          <p>
            <Trans id="stop.done.text">
              If somebody else asked for it, sign in and choose another password: they may know
              yours.
            </Trans>
          </p>
        </Alert>
      ) : (
        <Form onSubmit={press} waiting={t({ id: 'stop.waiting', message: 'Stopping it…' })}>
          {({ busy }) => (
            <>
              <p>
                <Trans id="stop.intro">
                  Somebody asked to change how your account is opened. If it was not you, or if you
                  found what was lost, stop it.
                </Trans>
              </p>
              <div className="signet-actions">
                <Button busy={busy}>
                  <Trans id="stop.go">Stop it</Trans>
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
