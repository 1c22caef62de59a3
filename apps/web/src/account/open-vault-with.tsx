import { Trans, useLingui } from '@lingui/react/macro';
import type { VaultSecret } from '@signet/vault';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Page } from '../ui/page.tsx';
import { AskSecret } from '../vault/ask-secret.tsx';
import { letPasskeyOpen } from '../vault/change-secrets.ts';
import { prfOf } from '../vault/passkey.ts';
import { useNamedSecondStep } from './use-named-second-step.tsx';

/** A passkey that is a second step gets a slot in the vault as well (AUTH-17). */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const { named, unread } = useNamedSecondStep('passkey');
  const openWith = (credentialId: string) => async (secret: VaultSecret) => {
    const prf = await prfOf(credentialId);
    if (prf === undefined)
      return [
        {
          message: t({
            id: 'open-vault.cannot',
            message:
              'This passkey did not answer or cannot open a vault. It stays your second step.',
          }),
        },
      ];
    const done = await letPasskeyOpen(secret, { credentialId, prf });
    if (!done.ok) return [{ message: problemText(done.error) }];
    go('account/second-steps', { replace: true });
    return [];
  };
  return (
    <Page title={t({ id: 'open-vault.title', message: 'Let your passkey open your vault' })}>
      {named?.credentialId == null ? (
        unread
      ) : (
        <AskSecret
          action={t({ id: 'unlock.continue', message: 'Continue' })}
          waiting={t({ id: 'second-step.passkey.waiting', message: 'Waiting for your device…' })}
          back="/account/second-steps"
          onProved={openWith(named.credentialId)}
        >
          <p>
            <Trans id="open-vault.intro">
              Enter your password, then use the passkey. From then on you can sign in with the
              passkey alone.
            </Trans>
          </p>
        </AskSecret>
      )}
    </Page>
  );
}
