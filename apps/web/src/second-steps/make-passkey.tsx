import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VaultSecret } from '@signet/vault';
import { call } from '../app/call.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { letPasskeyOpen } from '../vault/change-secrets.ts';
import { makePasskey, prfOf } from '../vault/passkey.ts';
import { useAskedAgain } from './ask-again.tsx';

type Props = {
  /** With it the passkey also opens the vault, if it can. */
  readonly secret: VaultSecret | undefined;
  readonly onDone: () => void;
  readonly children: React.ReactNode;
};

/** Makes a passkey the second step and, where its device can do it, a way to open the vault without the password. */
export function MakePasskey({ secret, onDone, children }: Props) {
  const { t } = useLingui();
  const [closed, setClosed] = useState<'cannot' | 'unfinished'>();
  const { check, asking } = useAskedAgain(children);
  const submit = async () => {
    const begun = await call('beginPasskey', {});
    if (!begun.ok) return check(begun);
    const made = await makePasskey(begun.value.options);
    if (made === undefined) {
      return [
        {
          message: t({
            id: 'second.passkey.stopped',
            message:
              'No passkey was made. You may have cancelled, or this device has none. Try again, or use an app.',
          }),
        },
      ];
    }
    const finished = await call('finishPasskey', { response: made.response });
    if (!finished.ok) return check(finished);
    if (secret === undefined) return onDone();
    const prf = made.prf ?? (await prfOf(made.credentialId));
    if (prf === undefined) return setClosed('cannot');
    const opened = await letPasskeyOpen(secret, { credentialId: made.credentialId, prf });
    return opened.ok ? onDone() : setClosed('unfinished');
  };
  if (asking !== undefined) return asking;
  if (closed !== undefined) {
    return (
      <div role="status">
        <p>
          {closed === 'cannot' ? (
            <Trans id="second.passkey.closed">
              Your passkey is your second step now. It cannot open your vault, so you will still
              enter your password when you sign in.
            </Trans>
          ) : (
            <Trans id="second.passkey.unfinished">
              Your passkey is your second step now. We could not make sure that it opens your vault,
              too. The list of second steps in your account says whether it does, and there you can
              let it.
            </Trans>
          )}
        </p>
        <div className="signet-actions">
          <Button type="button" onClick={onDone}>
            <Trans id="second.passkey.understood">Continue</Trans>
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      <p>
        <Trans id="second.passkey.how">
          Your device will ask for your fingerprint, face or screen lock. That stays on your device.
        </Trans>
      </p>
      {secret !== undefined && (
        <p>
          <Trans id="second.passkey.opens">
            The passkey can then also open your vault, so that you can sign in without your
            password. Some devices ask you twice for that.
          </Trans>
        </p>
      )}
      <Form
        onSubmit={submit}
        waiting={t({ id: 'second.passkey.waiting', message: 'Waiting for your device…' })}
      >
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              <Trans id="second.passkey.make">Make the passkey</Trans>
            </Button>
            {children}
          </div>
        )}
      </Form>
    </>
  );
}
