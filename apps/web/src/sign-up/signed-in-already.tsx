import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { endSession } from '../app/sign-out.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

type Props = { readonly onSignedOut: () => Promise<CallProblem | undefined> };

/** A link that somebody opened while they, or somebody else, are signed in here: nothing ends before they say so. */
export function SignedInAlready({ onSignedOut }: Props) {
  const { t } = useLingui();
  const { path } = useJourney();
  const [email, setEmail] = useState<string>();
  useEffect(() => {
    void call('readSession', {}).then((session) => {
      if (session.ok && 'email' in session.value) setEmail(session.value.email);
    });
  }, []);
  const goOn = async () => {
    if ((await endSession()) !== 'ended')
      return [{ message: problemText({ code: 'temporarily_unavailable' }) }];
    const problem = await onSignedOut();
    return problem === undefined ? [] : [{ message: problemText(problem) }];
  };
  return (
    <Page title={t({ id: 'sign-up.signed-in.title', message: 'Somebody is signed in here' })}>
      {email !== undefined && (
        <p>
          <Trans id="sign-up.signed-in.as">
            You are signed in as <strong>{email}</strong>.
          </Trans>
        </p>
      )}
      <p>
        <Trans id="sign-up.signed-in.text">
          This link is for making another account, with another e-mail address. You would be signed
          out first. If you did not ask for that, stay signed in: nothing has happened.
        </Trans>
      </p>
      <Form onSubmit={goOn} waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}>
        {({ busy }) => (
          <div className="signet-actions">
            <Link className="usa-button" to={path('continue')}>
              <Trans id="sign-up.signed-in.stay">Stay signed in</Trans>
            </Link>
            <Button variant="outline" busy={busy}>
              <Trans id="sign-up.signed-in.leave">Sign out and go on</Trans>
            </Button>
          </div>
        )}
      </Form>
    </Page>
  );
}
