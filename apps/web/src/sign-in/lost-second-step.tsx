import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { clockTime, problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** Every second step is lost: no operator can help, a day of waiting does (AUTH-21). */
export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  const [when, setWhen] = useState<string>();
  const begin = async () => {
    const begun = await call('beginNewSecondFactor', {});
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    setWhen(clockTime(begun.value.readyAt));
    return [];
  };
  return (
    <Page title={t({ id: 'lost.title', message: 'Did you lose every second step?' })}>
      {when === undefined ? (
        <>
          <p>
            <Trans id="lost.intro">
              Then you can set up a new one, after 24 hours. We write to all your e-mail addresses
              now, so that you can stop it if it was somebody else. Nothing in your vault changes by
              it.
            </Trans>
          </p>
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
          <p>
            <Trans id="lost.begun.text">
              Then we send you a link. Open it and sign in with your password, in the same browser;
              if you lost that too, open the link of the reset there once more. If you find a second
              step meanwhile, just sign in with it; that stops this.
            </Trans>
          </p>
        </Alert>
      )}
    </Page>
  );
}
