import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { VaultSecret } from '@signet/vault';
import { call } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Page } from '../ui/page.tsx';
import { AskSecret } from '../vault/ask-secret.tsx';
import { newRootKey } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { useNewKey } from '../vault/use-new-key.tsx';
import { useSecondStepNames } from '../second-steps/names.ts';
import { LastStays } from './last-stays.tsx';
import { useNamedSecondStep } from './use-named-second-step.tsx';

/**
 * Removes a second step. A passkey that opens the vault is shut out first, by a new root key: taking it off the list would leave
 * its slot to whoever copied it.
 */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const names = useSecondStepNames();
  const { named, unread } = useNamedSecondStep();
  const [isShutOut, setShutOut] = useState(false);
  const remove = async () => {
    if (named === undefined) return [];
    const removed = await call('removeSecondFactor', { id: named.id });
    if (!removed.ok) return [{ message: problemText(removed.error) }];
    go('account/second-steps', { replace: true });
    return [];
  };
  const { recoveryKey, show, keep, overtaken } = useNewKey(async () => {
    const problems = await remove();
    // Writing a key down may take longer than the password counts. The locks are changed, so only the removal is left.
    if (problems.length > 0) setShutOut(true);
    return [];
  });
  if (named === undefined)
    return (
      unread && (
        <Page title={t({ id: 'remove.one', message: 'Remove a second step' })}>{unread}</Page>
      )
    );
  const opensNow = named.opensVault && !isShutOut;
  const begin = async (secret: VaultSecret) => {
    if (!opensNow || secret.kind !== 'password') return remove();
    return show(await newRootKey(secret.exportKey));
  };
  if (recoveryKey !== undefined && !isShutOut) {
    return (
      <Page title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}>
        <p>
          <Trans id="remove.new-key">
            The locks of your vault change, so that the passkey opens nothing any more. This is your
            new recovery key.
          </Trans>
        </p>
        <KeepRecoveryKey recoveryKey={recoveryKey} onKept={keep} />
      </Page>
    );
  }
  const name = names[named.kind];
  if (named.isLast) {
    return (
      <Page title={t({ id: 'remove.title', message: `Remove: ${name}` })}>
        <LastStays />
        <p>
          <Link to="/account/second-steps">
            <Trans id="change-password.stop">Not now</Trans>
          </Link>
        </p>
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'remove.title', message: `Remove: ${name}` })}>
      {overtaken}
      {isShutOut && (
        <Alert
          kind="info"
          answer
          heading={t({ id: 'remove.shut-out', message: 'One thing is left' })}
        >
          <p>
            <Trans id="remove.shut-out.text">
              The locks of your vault are changed: the passkey opens nothing any more, and your new
              recovery key works. Enter your password once more to take the passkey off your
              account.
            </Trans>
          </p>
        </Alert>
      )}
      <AskSecret
        action={t({ id: 'remove.go', message: 'Remove it' })}
        waiting={t({ id: 'remove.waiting', message: 'Removing it…' })}
        back="/account/second-steps"
        onProved={begin}
      >
        <p>
          {opensNow ? (
            <Trans id="remove.opens">
              This passkey opens your vault. To shut it out for good, the locks of your vault are
              changed: you get a new recovery key, and other passkeys open the vault only when you
              let them again.
            </Trans>
          ) : (
            <Trans id="remove.intro">
              You cannot sign in with it any more. We tell you by e-mail that it was removed.
            </Trans>
          )}
        </p>
        {named.kind === 'sms' && (
          <p>
            <Trans id="remove.backups">
              Sealed backups of our database still hold the number for up to 30 days.
            </Trans>
          </p>
        )}
      </AskSecret>
    </Page>
  );
}
