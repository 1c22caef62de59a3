import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { Page } from '../ui/page.tsx';

export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  return (
    <Page title={t({ id: 'second.title', message: 'Add a second step' })}>
      <p>
        <Trans id="second.intro">
          A password can be stolen. With a second step, someone who has it still cannot get in.
        </Trans>
      </p>
      <div className="signet-card">
        <h2>
          <Trans id="second.passkey">Passkey</Trans>
        </h2>
        <p>
          <Trans id="second.passkey.text">
            Your fingerprint, face, screen lock or a security key. It is the safest: it never works
            on a fake site.
          </Trans>
        </p>
        <Link className="usa-button" to={path('sign-up/second-step/passkey')}>
          <Trans id="second.passkey.go">Use a passkey</Trans>
        </Link>
      </div>
      <div className="signet-card">
        <h2>
          <Trans id="second.app">Authenticator app</Trans>
        </h2>
        <p>
          <Trans id="second.app.text">
            An app on your phone that shows a new 6-digit code every 30 seconds.
          </Trans>
        </p>
        <Link
          className="usa-button usa-button--outline"
          to={path('sign-up/second-step/authenticator')}
        >
          <Trans id="second.app.go">Use an app</Trans>
        </Link>
      </div>
      <div className="signet-card">
        <h2>
          <Trans id="second.phone">Text messages</Trans>
        </h2>
        <p>
          <Trans id="second.phone.text">
            A code to your phone each time. Less safe: someone can take over a phone number. Use it
            if you can use neither of the others.
          </Trans>
        </p>
        <Link to={path('sign-up/second-step/phone')}>
          <Trans id="second.phone.choose">Use text messages</Trans>
        </Link>
      </div>
    </Page>
  );
}
