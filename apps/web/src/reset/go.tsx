import { useRef } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { entrance } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { useMailedLink } from '../app/use-mailed-link.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { lock } from '../vault/this-tab.ts';

/** The link that came when the day was over: it leads to the second step, and then to a new password. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const hasPassword = useRef(false);
  const { isOver, press } = useMailedLink(
    async (input) => {
      lock();
      const redeemed = await call('redeemReset', input);
      if (!redeemed.ok) return redeemed;
      const stage = redeemed.value.secondFactors.length === 0 ? 'resetting' : 'first-factor';
      go(hasPassword.current ? 'sign-in' : entrance(stage), { replace: true });
      return redeemed;
    },
    t({
      id: 'reset.expired',
      message: 'The reset was stopped, was finished already, or is more than two days old.',
    }),
  );
  return (
    <Page title={t({ id: 'reset.title', message: 'Reset your account' })}>
      <Alert
        kind="warning"
        heading={t({ id: 'reset.warning', message: 'A reset destroys what is in your vault' })}
      >
        <p>
          <Trans id="reset.go-on.text">
            The 24 hours are over. First you show your second step, then you choose a new password,
            and only that destroys what is in the vault.
          </Trans>
        </p>
      </Alert>
      <Form
        onSubmit={() => {
          hasPassword.current = false;
          return press();
        }}
        waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}
      >
        {({ busy }) => (
          <>
            <p>
              <Trans id="reset.go-on.found">
                If you found your password, your recovery key or your passkey, sign in instead: that
                stops the reset, and nothing is lost.
              </Trans>
            </p>
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="reset.go-on">Go on with the reset</Trans>
              </Button>
              <Link to="/sign-in">
                <Trans id="reset.go-on.sign-in">Sign in instead</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
      <h2>
        <Trans id="reset.go-on.switched-off.title">If your password was switched off</Trans>
      </h2>
      <Form
        onSubmit={() => {
          hasPassword.current = true;
          return press();
        }}
        waiting={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })}
      >
        {({ busy }) => (
          <>
            <p>
              <Trans id="reset.go-on.switched-off">
                Somebody may have tried wrong passwords until yours was not taken any more in new
                browsers. In the browser that opened this link it is taken again. Signing in with it
                stops the reset, and nothing is lost.
              </Trans>
            </p>
            <div className="signet-actions">
              <Button variant="outline" busy={busy}>
                <Trans id="reset.go-on.switched-off.sign-in">
                  I know my password: sign in with it here
                </Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
      {isOver && (
        <p>
          <Link to="/reset">
            <Trans id="reset.again">Ask for a reset again</Trans>
          </Link>
        </p>
      )}
    </Page>
  );
}
