import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData, useSearchParams } from 'react-router';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { Alert } from '../ui/alert.tsx';
import { Page } from '../ui/page.tsx';
import { AskSecret } from '../vault/ask-secret.tsx';
import { newRecoveryKey } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { useNewKey } from '../vault/use-new-key.tsx';
import { RequestWaits, useAfterwards } from './afterwards.tsx';

/** For whoever lost the recovery key or showed it to somebody. The old one works until the new one is written down. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const afterwards = useAfterwards();
  const session = useLoaderData<SessionState>();
  // Only whoever follows the link of the page that read it is known to have none.
  const [search] = useSearchParams();
  const { recoveryKey, show, keep, overtaken } = useNewKey(() => go(afterwards.page));
  const isFirst = search.has('first') && overtaken === false;
  if (recoveryKey !== undefined) {
    return (
      <Page title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}>
        <KeepRecoveryKey recoveryKey={recoveryKey} onKept={keep} />
      </Page>
    );
  }
  const isDue = session.stage === 'signed-in' && session.due === 'new-recovery-key';
  return (
    <Page
      title={
        isFirst
          ? t({ id: 'new-recovery-key.first.title', message: 'Make a recovery key' })
          : t({ id: 'new-recovery-key.title', message: 'Make a new recovery key' })
      }
    >
      {overtaken}
      {isDue && (
        <Alert
          kind="warning"
          heading={t({ id: 'new-recovery-key.due', message: 'This comes first' })}
        >
          <p>
            <Trans id="new-recovery-key.due.text">
              Your recovery key was used. Whoever saw it then could use it again, so a new one takes
              its place before anything is shared. The old one stops working when you have written
              down the new one.
            </Trans>
          </p>
          <RequestWaits />
        </Alert>
      )}
      <AskSecret
        action={
          isFirst
            ? t({ id: 'new-recovery-key.first.go', message: 'Make the key' })
            : t({ id: 'new-recovery-key.go', message: 'Make a new key' })
        }
        waiting={t({ id: 'new-recovery-key.waiting', message: 'Making the key…' })}
        passkeyToo
        {...(isDue ? {} : { back: '/account/recovery' })}
        onProved={async (secret) => show(await newRecoveryKey(secret))}
      >
        {!isDue && (
          <p>
            {isFirst ? (
              <Trans id="new-recovery-key.first">
                If you forget your password, this key opens your vault. Have a pen or a printer
                ready: you see it only once.
              </Trans>
            ) : (
              <Trans id="new-recovery-key.intro">
                Do this if you have no recovery key yet, lost it, or somebody saw it. An old one
                stops working when you have written down the new one.
              </Trans>
            )}
          </p>
        )}
      </AskSecret>
    </Page>
  );
}
