import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { Alert } from '../ui/alert.tsx';
import { Page } from '../ui/page.tsx';
import { AskSecret } from '../vault/ask-secret.tsx';
import { newRootKey } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { useNewKey } from '../vault/use-new-key.tsx';
import { RequestWaits, useAfterwards } from './afterwards.tsx';

/** Everything sealed anew: for whoever fears that a device or a copy of the vault got into other hands. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const afterwards = useAfterwards();
  const session = useLoaderData<SessionState>();
  const { recoveryKey, show, keep, overtaken } = useNewKey(() => go(afterwards.page));
  if (recoveryKey !== undefined) {
    return (
      <Page title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}>
        <KeepRecoveryKey recoveryKey={recoveryKey} onKept={keep} />
      </Page>
    );
  }
  const isDue = session.stage === 'signed-in' && session.due === 'new-locks';
  return (
    <Page title={t({ id: 'new-root-key.title', message: 'Change the locks of your vault' })}>
      {overtaken}
      {isDue && (
        <Alert
          kind="warning"
          heading={t({ id: 'new-recovery-key.due', message: 'This comes first' })}
        >
          <p>
            <Trans id="new-root-key.due.text">
              Somebody else may hold what opened your vault: a passkey, if you lost every second
              step, or what was added or changed since a sign-in that you said was not yours. So
              that it opens nothing any more, the locks are changed before anything is shared.
            </Trans>
          </p>
          <RequestWaits />
        </Alert>
      )}
      <AskSecret
        action={t({ id: 'new-root-key.go', message: 'Change the locks' })}
        waiting={t({ id: 'new-root-key.waiting', message: 'Sealing everything anew…' })}
        {...(isDue ? {} : { back: '/account' })}
        onProved={async (secret) => {
          if (secret.kind !== 'password') return [];
          return show(await newRootKey(secret.exportKey));
        }}
      >
        {!isDue && (
          <p>
            <Trans id="new-root-key.intro">
              Do this if a device of yours was lost or stolen, or if you fear that somebody copied
              something. Everything in your vault is sealed anew.
            </Trans>
          </p>
        )}
        <ul className="usa-list">
          <li>
            <Trans id="new-root-key.password">Your password stays the same.</Trans>
          </li>
          <li>
            <Trans id="new-root-key.recovery">You get a new recovery key.</Trans>
          </li>
          <li>
            {isDue ? (
              <Trans id="new-root-key.passkeys.due">
                No passkey opens the vault until you let it: those that you have now stay your
                second step.
              </Trans>
            ) : (
              <Trans id="new-root-key.passkeys">
                Passkeys stay your second step, but do not open the vault until you let them again.
              </Trans>
            )}
          </li>
          <li>
            <Trans id="new-root-key.sessions">You are signed out everywhere else.</Trans>
          </li>
        </ul>
      </AskSecret>
    </Page>
  );
}
