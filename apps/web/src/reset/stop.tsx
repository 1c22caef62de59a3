import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { takeToken } from '../app/take-token.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** The link in the first letter: whoever did not ask for a reset, or for a new second step, stops it here. */
export function Component() {
  const { t } = useLingui();
  const token = useRef('');
  const [stopped, setStopped] = useState(false);
  useEffect(() => {
    token.current ||= takeToken();
  }, []);
  const stop = async () => {
    const answer = await call('stopWait', { token: token.current || 'none' });
    if (answer.ok) return setStopped(true);
    return [
      {
        message:
          answer.error.code === 'link_expired'
            ? t({
                id: 'stop.over',
                message: 'There is nothing to stop: it was stopped already, or it is over.',
              })
            : problemText(answer.error),
      },
    ];
  };
  return (
    <Page title={t({ id: 'stop.title', message: 'Stop the change of your account' })}>
      {stopped ? (
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
        <Form onSubmit={stop} waiting={t({ id: 'stop.waiting', message: 'Stopping it…' })}>
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
