import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { useMailedLink } from '../app/use-mailed-link.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/** The link in the notice of proofing: "this wasn't me" (PROOF-22). */
export function Component() {
  const { t } = useLingui();
  const { done, press } = useMailedLink(
    (input) => call('disavowIdentity', input),
    t({
      id: 'not-my-identity.over',
      message:
        'This link does not work any more: it or another about the same account was used already, it is older than a year, or it went to an e-mail address that the account has no more.',
    }),
  );
  return (
    <Page
      title={t({ id: 'not-my-identity.title', message: 'Did somebody else use your identity?' })}
    >
      {done?.accountIsGone ? (
        <>
          <Alert
            kind="success"
            heading={t({ id: 'not-my-identity.gone', message: 'The account is deleted already' })}
            answer
          >
            <p>
              <Trans id="not-my-identity.gone.text">
                There is nothing left to freeze: no agency receives anything of it any more. From
                now on, wherever somebody proves to be you, two people look at it first, for a year.
              </Trans>
            </p>
          </Alert>
          <p>
            <Trans id="not-my-identity.gone.then">
              Tell the agencies that you deal with. You can prove who you are in an account of your
              own, but it takes some days for you, too. If we wrote to you about another account
              since, use the link in that notice as well.
            </Trans>
          </p>
        </>
      ) : done ? (
        <>
          <Alert
            kind="success"
            heading={t({ id: 'not-my-identity.done', message: 'It is frozen' })}
            answer
          >
            <p>
              <Trans id="not-my-identity.done.text">
                No agency receives anything of it any more, and everyone was signed out.
              </Trans>
            </p>
          </Alert>
          <p>
            <Trans id="not-my-identity.then">
              Tell the agencies that you deal with. If the account is yours after all, sign in and
              prove who you are anew: that lifts it. If it never was, you can prove who you are in
              an account of your own, and then nobody can in that one. Wherever somebody proves to
              be you from now on, two people look at it first, so it takes some days for you, too.
            </Trans>
          </p>
        </>
      ) : (
        <Form
          onSubmit={press}
          waiting={t({ id: 'not-my-identity.waiting', message: 'Freezing it…' })}
        >
          {({ busy }) => (
            <>
              <p>
                <Trans id="not-my-identity.intro">
                  We wrote to you because somebody proved to Signet that they are you. If that was
                  not you, freeze it: then no agency receives anything of it, and whoever is signed
                  in is signed out.
                </Trans>
              </p>
              <div className="signet-actions">
                <Button busy={busy}>
                  <Trans id="not-my-identity.go">It was not me: freeze it</Trans>
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
