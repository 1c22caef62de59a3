import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { call } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { clockTimeWithin } from '../app/clock-time.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** Every second step is lost: no operator can help, a day of waiting does; a second one for whoever came by a reset's link (AUTH-21). */
export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  const session = useLoaderData<SessionState>();
  const resetting = session.stage === 'first-factor' && session.resetting;
  const [readyAt, setReadyAt] = useState<string>();
  const when = readyAt === undefined ? '' : clockTimeWithin(readyAt);
  const begin = async () => {
    const begun = await call('beginNewSecondFactor', {});
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    setReadyAt(begun.value.readyAt);
    return [];
  };
  return (
    <Page title={t({ id: 'lost.title', message: 'Did you lose every second step?' })}>
      {readyAt === undefined ? (
        <>
          {resetting ? (
            <p>
              <Trans id="lost.reset.intro">
                Then you wait 24 hours once more, because nothing but your e-mail says that it is
                you. We write to all your addresses now, so that you can stop everything if it was
                somebody else. Your reset stays open meanwhile, and nothing is destroyed yet.
              </Trans>
            </p>
          ) : (
            <p>
              <Trans id="lost.intro">
                Then you can set up a new one, after 24 hours. We write to all your e-mail addresses
                now, so that you can stop it if it was somebody else. Nothing in your vault changes
                by it.
              </Trans>
            </p>
          )}
          <Form onSubmit={begin} waiting={t({ id: 'reset.waiting', message: 'Asking for it…' })}>
            {({ busy }) => (
              <div className="signet-actions">
                <Button busy={busy}>
                  <Trans id="lost.go">Begin the 24 hours</Trans>
                </Button>
                <Link to={path('sign-in/second-step')}>
                  <Trans id="lost.back">Back to my second step</Trans>
                </Link>
              </div>
            )}
          </Form>
        </>
      ) : (
        <Alert
          kind="info"
          heading={t({ id: 'lost.begun', message: `You can go on from ${when}` })}
          answer
        >
          {resetting ? (
            <p>
              <Trans id="lost.reset.begun">
                Then we send you another link. Open it, and after it the link of the reset once
                more, both in the same browser: keep that e-mail. You choose a new password and a
                new second step then, and only that destroys what is in your vault. You can close
                this page.
              </Trans>
            </p>
          ) : (
            <p>
              <Trans id="lost.begun.text">
                Then we send you a link. Open it and sign in as you did now, in the same browser. If
                you find a second step meanwhile, just sign in with it; that stops this.
              </Trans>
            </p>
          )}
        </Alert>
      )}
    </Page>
  );
}
