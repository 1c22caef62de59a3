import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call } from '../app/call.ts';
import { useMailedLink } from '../app/use-mailed-link.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

/**
 * The link that came when the day was over. Loading the page does nothing: programs that look through e-mail open links too. The
 * password is what remains to be shown, in this browser.
 */
export function Component() {
  const { t } = useLingui();
  const { done, press } = useMailedLink(
    (input) => call('confirmNewSecondFactor', input),
    t({
      id: 'new-second.over',
      message:
        'This link does not work: it was stopped, was used already, or is more than two days old.',
    }),
  );
  return (
    <Page title={t({ id: 'new-second.title', message: 'A new second step' })}>
      {done !== undefined && <Then {...done} />}
      {done === undefined && (
        <>
          <Form
            onSubmit={press}
            waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}
          >
            {({ busy }) => (
              <>
                <p>
                  <Trans id="new-second.intro">
                    Did you say, a day ago, that you lost every second step? Then go on here. What
                    comes after this works in the same browser only.
                  </Trans>
                </p>
                <p>
                  <Trans id="new-second.not-you">
                    If it was not you, do not go on: somebody knows your password or reads your
                    e-mail. Sign in with your second step, which stops this, and choose another
                    password.
                  </Trans>
                </p>
                <div className="signet-actions">
                  <Button busy={busy}>
                    <Trans id="new-second.confirm">I lost them: go on in this browser</Trans>
                  </Button>
                </div>
              </>
            )}
          </Form>
          <p>
            <Link to="/sign-in">
              <Trans id="stop.sign-in">Sign in</Trans>
            </Link>
          </p>
        </>
      )}
    </Page>
  );
}

/** What lets somebody put a new second step in the place of the old ones, in this browser: the password, or the link of the reset for whoever lost that too. */
function Then({ everythingLost }: ReplyOf<typeof operationTable.confirmNewSecondFactor>) {
  if (everythingLost)
    return (
      <>
        <p>
          <Trans id="new-second.reset">
            Now open the link of the reset once more, in this browser. It is in the e-mail “You can
            reset your Signet account now”, which came before this one. There you choose a new
            password and a new second step. Your old ones work until you have a new one.
          </Trans>
        </p>
        <p>
          <Trans id="new-second.found">
            If you found your password meanwhile, sign in with it instead, in this browser: then
            nothing in your vault is lost, and you choose a new second step alone.
          </Trans>
        </p>
        <p>
          <Link to="/sign-in">
            <Trans id="stop.sign-in">Sign in</Trans>
          </Link>
        </p>
      </>
    );
  return (
    <>
      <p>
        <Trans id="new-second.text">
          Now sign in with your password or your recovery key, in this browser. There you choose a
          new second step. Your old ones stop working when you have it.
        </Trans>
      </p>
      <div className="signet-actions">
        <Link className="usa-button" to="/sign-in">
          <Trans id="new-second.go">Sign in</Trans>
        </Link>
      </div>
    </>
  );
}
