import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { parseRecoveryKey, type RecoveryKey } from '@signet/vault';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Page } from '../ui/page.tsx';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { readRecord, removeRecord } from '../vault/vault-session.ts';
import { usePhase } from './phase.ts';

/** The recovery key, once. It leaves the vault when the person shows that it is written down. */
export function Component() {
  const { t } = useLingui();
  const { uid, go } = useJourney();
  const phase = usePhase('recovery-key');
  const [recoveryKey, setRecoveryKey] = useState<RecoveryKey>();
  useEffect(() => {
    const find = async () => {
      const bytes = await readRecord('recovery-key-to-show');
      const key =
        bytes === undefined ? undefined : parseRecoveryKey(new TextDecoder().decode(bytes));
      if (key?.ok === true) setRecoveryKey(key.value);
      else go('continue', { replace: true });
    };
    void find();
  }, [go]);
  if (recoveryKey === undefined) return null;

  const keep = async () => {
    const removed = await removeRecord('recovery-key-to-show');
    if (!removed.ok) return [{ message: problemText(removed.error) }];
    // Without an agency's request in this tab, the one that asked at the beginning is named.
    go(uid === undefined ? 'proved' : 'continue');
    return [];
  };
  return (
    <Page
      title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}
      phase={phase}
    >
      <KeepRecoveryKey recoveryKey={recoveryKey} onKept={keep} />
    </Page>
  );
}
