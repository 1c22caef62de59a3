import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { dayAndTime } from '../app/day-and-time.ts';
import { Page } from '../ui/page.tsx';
import { opensVault } from './opens-vault.ts';
import { useKeyTimes, type KeyTimes } from './use-key-times.ts';

type Passkey = { readonly id: string; readonly usedAt: string | null };
type Address = { readonly email: string; readonly confirmed: boolean; readonly addedAt: string };

/** What brings a person back who lost something, and when each was last seen to work. */
export function Component() {
  const { t } = useLingui();
  const [times, setTimes] = useState<KeyTimes>();
  const key = useKeyTimes(times);
  const [passkeys, setPasskeys] = useState<readonly Passkey[]>();
  const [addresses, setAddresses] = useState<readonly Address[]>([]);
  const reading = useReading(async () => {
    const [recovery, factors, emails] = await Promise.all([
      call('readRecovery', {}),
      call('readSecondFactors', {}),
      call('readEmails', {}),
    ]);
    if (!recovery.ok) return recovery.error;
    if (!factors.ok) return factors.error;
    if (!emails.ok) return emails.error;
    setTimes(recovery.value);
    const opening: Passkey[] = [];
    for (const { id, credentialId, lastUsedAt } of factors.value.secondFactors)
      if (await opensVault(credentialId)) opening.push({ id, usedAt: lastUsedAt });
    setPasskeys(opening);
    setAddresses(emails.value.emails);
    return undefined;
  });
  return (
    <Page title={t({ id: 'recovery-methods.title', message: 'Ways back into your account' })}>
      <p>
        <Trans id="recovery-methods.intro">
          If you forget your password, one of the first two brings you back and nothing is lost.
          Nobody at Signet can do it for you, so look now and then whether they still work.
        </Trans>
      </p>
      <Loaded {...reading}>
        <section className="signet-card">
          <h2>
            <Trans id="account.recovery-key">Recovery key</Trans>
          </h2>
          {key !== undefined && (
            <>
              <p>{key.made}</p>
              {key.checked !== undefined && <p>{key.checked}</p>}
              <div className="signet-actions">
                {key.checked !== undefined && (
                  <Link className="usa-button" to="/account/recovery/check">
                    <Trans id="recovery-methods.check">Check it now</Trans>
                  </Link>
                )}
                <Link to={`/account/recovery-key${key.checked === undefined ? '?first' : ''}`}>
                  {key.checked === undefined ? (
                    <Trans id="recovery-methods.first-key">Make a recovery key</Trans>
                  ) : (
                    <Trans id="account.recovery-key.new">Make a new recovery key</Trans>
                  )}
                </Link>
              </div>
            </>
          )}
        </section>
        <section className="signet-card">
          <h2>
            <Trans id="recovery-methods.passkeys">Passkeys that open your vault</Trans>
          </h2>
          {passkeys?.length === 0 && (
            <p>
              <Trans id="recovery-methods.no-passkey">
                You have none. With one you can sign in and choose a new password without the
                recovery key.
              </Trans>
            </p>
          )}
          {passkeys?.map(({ id, usedAt }) => {
            const used = usedAt === null ? '' : dayAndTime(usedAt);
            return (
              <p key={id}>
                {usedAt === null
                  ? t({ id: 'recovery-methods.unused', message: 'Never used yet' })
                  : t({ id: 'recovery-methods.used', message: `Last used ${used}` })}
              </p>
            );
          })}
          <p>
            <Link to="/account/second-steps">
              <Trans id="second-steps.title">Your second steps</Trans>
            </Link>
          </p>
        </section>
        <section className="signet-card">
          <h2>
            <Trans id="emails.title">Your e-mail addresses</Trans>
          </h2>
          <p>
            <Trans id="recovery-methods.emails">
              They open nothing by themselves. We write to all of them when somebody tries to get
              back in, and if you lose everything else, a reset goes through them.
            </Trans>
          </p>
          {addresses.map(({ email, confirmed, addedAt }) => {
            const since = dayAndTime(addedAt);
            return (
              <p key={email}>
                {confirmed
                  ? t({ id: 'recovery-methods.email', message: `${email}, since ${since}` })
                  : t({
                      id: 'recovery-methods.unconfirmed',
                      message: `${email}, not confirmed yet`,
                    })}
              </p>
            );
          })}
          <p>
            <Link to="/account/emails">
              <Trans id="account.emails">Add or change</Trans>
            </Link>
          </p>
        </section>
      </Loaded>
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
