import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VaultSecret } from '@signet/vault';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Page } from '../ui/page.tsx';
import { AskSecret } from '../vault/ask-secret.tsx';
import { newRecoveryKey, type WithNewKey } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';

/** For whoever lost the recovery key or showed it to somebody. The old one works until the new one is written down. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const [made, setMade] = useState<WithNewKey>();
  const begin = async (secret: VaultSecret) => {
    const begun = await newRecoveryKey(secret);
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    setMade(begun.value);
    return [];
  };
  if (made !== undefined) {
    const keep = async () => {
      const committed = await made.commit();
      if (!committed.ok) return [{ message: problemText(committed.error) }];
      go('account');
      return [];
    };
    return (
      <Page title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}>
        <KeepRecoveryKey recoveryKey={made.recoveryKey} onKept={keep} />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'new-recovery-key.title', message: 'Make a new recovery key' })}>
      <AskSecret
        action={t({ id: 'new-recovery-key.go', message: 'Make a new key' })}
        waiting={t({ id: 'new-recovery-key.waiting', message: 'Making a new key…' })}
        passkeyToo
        back="/account/recovery"
        onProved={begin}
      >
        <p>
          <Trans id="new-recovery-key.intro">
            Do this if you lost your recovery key or somebody saw it. The old one stops working when
            you have written down the new one.
          </Trans>
        </p>
      </AskSecret>
    </Page>
  );
}
