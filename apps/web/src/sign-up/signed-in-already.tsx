import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call, type CallProblem } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { endSession } from '../app/sign-out.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';

type Session = ReplyOf<typeof operationTable.readSession>;
type Props = { readonly onSignedOut: () => Promise<CallProblem | undefined> };

/** A link that somebody opened while they, or somebody else, are signed in here or on the way to it: nothing ends before they say so. */
export function SignedInAlready({ onSignedOut }: Props) {
  const { t } = useLingui();
  const { path } = useJourney();
  const [session, setSession] = useState<Session>();
  useEffect(() => {
    void call('readSession', {}).then((read) => {
      setSession(read.ok ? read.value : { stage: 'none' });
    });
  }, []);
  const goOn = async () => {
    const ended = await endSession();
    if (!ended.ok) return [{ message: problemText(ended.error) }];
    const problem = await onSignedOut();
    return problem === undefined ? [] : [{ message: problemText(problem) }];
  };
  if (session === undefined) {
    return (
      <Page title={t({ id: 'sign-up.confirm.title', message: 'Confirming your e-mail address' })}>
        <Waiting text={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })} />
      </Page>
    );
  }
  const isBegun = session.stage !== 'signed-in' && session.stage !== 'none';
  const email = 'email' in session ? session.email : undefined;
  return (
    <Page
      title={
        isBegun
          ? t({ id: 'sign-up.begun.title', message: 'Something else was begun here' })
          : t({ id: 'sign-up.signed-in.title', message: 'Somebody is signed in here' })
      }
    >
      {email !== undefined && (
        <p>
          {isBegun ? (
            <Trans id="sign-up.begun.as">
              It is about the account of <strong>{email}</strong>.
            </Trans>
          ) : (
            <Trans id="sign-up.signed-in.as">
              You are signed in as <strong>{email}</strong>.
            </Trans>
          )}
        </p>
      )}
      <p>
        {isBegun ? (
          <Trans id="sign-up.begun.text">
            Somebody began to sign in or to set up an account, and is not signed in yet. This link
            is for making another account, with another e-mail address; what was begun would end
            first. If you did not ask for that, go on with what was begun: nothing has happened.
          </Trans>
        ) : (
          <Trans id="sign-up.signed-in.text">
            This link is for making another account, with another e-mail address. You would be
            signed out first. If you did not ask for that, stay signed in: nothing has happened.
          </Trans>
        )}
      </p>
      <Form onSubmit={goOn} waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}>
        {({ busy }) => (
          <div className="signet-actions">
            <Link className="usa-button" to={path('continue')}>
              {isBegun ? (
                <Trans id="sign-up.begun.stay">Go on with what was begun</Trans>
              ) : (
                <Trans id="sign-up.signed-in.stay">Stay signed in</Trans>
              )}
            </Link>
            <Button variant="outline" busy={busy}>
              {isBegun ? (
                <Trans id="sign-up.begun.leave">End that and make another account</Trans>
              ) : (
                <Trans id="sign-up.signed-in.leave">Sign out and go on</Trans>
              )}
            </Button>
          </div>
        )}
      </Form>
    </Page>
  );
}
