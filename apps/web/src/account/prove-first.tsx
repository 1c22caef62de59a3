import { useState, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { VaultSecret } from '@signet/vault';
import { useJourney } from '../app/journey.ts';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import { AskSecret } from '../vault/ask-secret.tsx';

const list = '/account/second-steps';

type Props = {
  readonly children: (add: {
    readonly secret: VaultSecret;
    readonly done: () => void;
    readonly stop: ReactNode;
  }) => ReactNode;
};

/** A further second step is added by whoever proves the password first (AUTH-15). */
export function ProveFirst({ children }: Props) {
  const { t } = useLingui();
  const { go } = useJourney();
  const [secret, setSecret] = useState<VaultSecret>();
  usePartOfPage(secret !== undefined);
  if (secret !== undefined) {
    const done = () => go('account/second-steps', { replace: true });
    const stop = (
      <Link to={list}>
        <Trans id="change-password.stop">Not now</Trans>
      </Link>
    );
    return children({ secret, done, stop });
  }
  return (
    <AskSecret
      action={t({ id: 'unlock.continue', message: 'Continue' })}
      waiting={t({ id: 'sign-in.waiting', message: 'Checking your password on this device…' })}
      passkeyToo
      back={list}
      onProved={async (proved) => setSecret(proved)}
    >
      <p>
        <Trans id="second-steps.password-first">
          First show that it is you. Somebody who found this page open cannot add a way in.
        </Trans>
      </p>
    </AskSecret>
  );
}
