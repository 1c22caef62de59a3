import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { SignOutInstead } from '../vault/ask-secret.tsx';
import { dropKept } from '../vault/this-tab.ts';

/**
 * Recommends a second way beside the first: whoever has one alone waits a day when it is lost. Whoever has none that lasts is led here, and
 * without any goes no further.
 */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const session = useLoaderData<SessionState>();
  const has = session.stage === 'signed-in' ? session.secondFactors : [];
  const lasting = has.some((kind) => kind !== 'backup-codes');
  const later = () => {
    dropKept();
    go('continue');
  };
  return (
    <Page
      title={
        lasting
          ? t({ id: 'another.title', message: 'Add a spare second step' })
          : t({ id: 'second.title', message: 'Add a second step' })
      }
    >
      <p>
        {lasting ? (
          <Trans id="another.intro">
            Phones get lost. With a spare you still get in at once; without one you would have to
            wait a day. You can also do this later, in your account.
          </Trans>
        ) : has.length > 0 ? (
          <Trans id="another.codes-left">
            Your backup codes are the only second step that is left, and they run out. Without
            another one you would then have to wait a day to get in.
          </Trans>
        ) : (
          <Trans id="another.none-left">
            No second step of your account is left. Add one now: without it you would have to wait a
            day to get in again.
          </Trans>
        )}
      </p>
      {has.includes('sms') && (
        <p>
          <Trans id="another.safer">
            Each of these is also safer than text messages: nobody can take it over together with
            your phone number.
          </Trans>
        </p>
      )}
      <div className="signet-choices">
        {lasting && (
          <Link className="usa-button" to={path('sign-up/another-step/backup-codes')}>
            <Trans id="another.codes">Make ten backup codes</Trans>
          </Link>
        )}
        {!has.includes('totp') && (
          <Link
            className="usa-button usa-button--outline"
            to={path('sign-up/second-step/authenticator')}
          >
            <Trans id="another.app">Add an authenticator app</Trans>
          </Link>
        )}
        <Link className="usa-button usa-button--outline" to={path('sign-up/second-step/passkey')}>
          {has.includes('passkey') ? (
            <Trans id="another.second-passkey">Add a passkey on another device or a key</Trans>
          ) : (
            <Trans id="another.passkey">Add a passkey</Trans>
          )}
        </Link>
        {!lasting && (
          <Link to={path('sign-up/second-step/phone')}>
            <Trans id="second.phone.choose">Use text messages</Trans>
          </Link>
        )}
        {has.length > 0 ? (
          <Button type="button" variant="plain" onClick={later}>
            <Trans id="another.later">Not now</Trans>
          </Button>
        ) : (
          <SignOutInstead />
        )}
      </div>
    </Page>
  );
}
