import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { passkeySlotId, type VaultSecret } from '@signet/vault';
import { call } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Page } from '../ui/page.tsx';
import { AskSecret } from '../vault/ask-secret.tsx';
import { newRootKey } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { useNewKey } from '../vault/use-new-key.tsx';
import { passkeySlotIds } from '../vault/vault-session.ts';
import { useSecondStepNames } from '../second-steps/names.ts';
import type { SecondFactorKind } from '@signet/contracts/sign-in';

type Found = {
  readonly id: `atn_${string}`;
  readonly kind: SecondFactorKind;
  readonly opensVault: boolean;
};

/**
 * Removes a second step. A passkey that opens the vault is shut out first, by a new root key: taking it off the list would leave
 * its slot to whoever copied it.
 */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const names = useSecondStepNames();
  const [search] = useSearchParams();
  const wanted = search.get('id');
  const [found, setFound] = useState<Found>();
  const [isShutOut, setShutOut] = useState(false);
  const remove = async (id: Found['id']) => {
    const removed = await call('removeSecondFactor', { id });
    if (!removed.ok) return [{ message: problemText(removed.error) }];
    go('account/second-steps', { replace: true });
    return [];
  };
  const { recoveryKey, show, keep, overtaken } = useNewKey(async () => {
    if (found === undefined) return [];
    const problems = await remove(found.id);
    if (problems.length === 0) return [];
    // Writing a key down may take longer than the password counts. The locks are changed, so only the removal is left.
    setFound({ ...found, opensVault: false });
    setShutOut(true);
    return [];
  });
  useEffect(() => {
    const read = async () => {
      const answer = await call('readSecondFactors', {});
      const one = answer.ok
        ? answer.value.secondFactors.find(({ id }) => id === wanted)
        : undefined;
      if (one === undefined) return go('account/second-steps', { replace: true });
      const { id, kind, credentialId } = one;
      const slotId = credentialId === null ? '' : await passkeySlotId(credentialId);
      setFound({ id, kind, opensVault: passkeySlotIds().includes(slotId) });
    };
    void read();
  }, [wanted, go]);
  if (found === undefined) return null;
  const begin = async (secret: VaultSecret) => {
    if (!found.opensVault || secret.kind !== 'password') return remove(found.id);
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
  const name = names[found.kind];
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
          {found.opensVault ? (
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
        {found.kind === 'sms' && (
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
