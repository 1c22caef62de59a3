import { type ReactNode, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import type { Application } from '@signet/contracts/proofing';
import { call } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { Loaded } from '../app/loaded.tsx';
import { signOut } from '../app/sign-out.ts';
import { useReading } from '../app/use-reading.ts';
import { useSecondStepNames } from '../second-steps/names.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { credentialsIn } from '../vault/credentials.ts';
import { unlessOutdated } from '../vault/json-record.ts';
import { OpenApplication } from './open-application.tsx';
import { useLetterLanguage } from './use-letter-language.tsx';
import { useKeyTimes, type KeyTimes } from './use-key-times.ts';

/** What the account has: identity, ways to sign in, and the way out. */
export function Component() {
  const { t } = useLingui();
  const session = useLoaderData<SessionState>();
  const [verified, setVerified] = useState<boolean>();
  const [times, setTimes] = useState<KeyTimes>();
  const [application, setApplication] = useState<Application | null>(null);
  const reading = useReading(async () => {
    const held = await unlessOutdated(credentialsIn());
    if (held.ok) setVerified(held.value.length > 0);
    const [recovery, open] = await Promise.all([
      call('readRecovery', {}),
      call('readProofing', {}),
    ]);
    if (recovery.ok) setTimes(recovery.value);
    if (open.ok) setApplication(open.value.application);
    return [held, recovery, open].find((one) => !one.ok)?.error;
  });
  const names = useSecondStepNames();
  const key = useKeyTimes(times);
  const letterLanguage = useLetterLanguage();
  if (session.stage !== 'signed-in') return null;
  const isUsable = !session.frozen && !session.suspended;
  return (
    <Page title={t({ id: 'account.title', message: 'Your account' })}>
      {session.frozen && (
        <Alert
          kind="warning"
          heading={t({ id: 'account.frozen', message: 'Your identity is frozen' })}
        >
          <p>
            <Trans id="account.frozen.text">
              Somebody who got our notice of proofing said that it was not them. Nothing is shared
              with any agency until you prove who you are anew and two people have looked at it.
            </Trans>
          </p>
          <p>
            <Link to="/verify">
              <Trans id="account.frozen.lift">Prove who you are anew</Trans>
            </Link>
          </p>
        </Alert>
      )}
      {session.suspended && (
        <Alert
          kind="warning"
          heading={t({ id: 'account.suspended', message: 'Your identity is suspended' })}
        >
          <p>
            <Trans id="account.suspended.text">
              An operator of Signet took it out of use, or an agency warned us that it may be
              stolen. No agency receives it, and those that received it earlier can see that it is
              suspended. Nobody read it: your vault still opens, for you alone.
            </Trans>
          </p>
          <p>
            <Trans id="account.suspended.what">
              It cannot be lifted here, and proving who you are anew does not lift it. We write to
              you when it is settled. Until then ask the agency for another way. If you did not
              expect this, look for anybody else in your account:
            </Trans>
          </p>
          <ul>
            <SessionsAndActivity />
          </ul>
        </Alert>
      )}
      {verified === true && isUsable && (
        <Alert
          kind="success"
          heading={t({ id: 'account.verified', message: 'You have proved who you are' })}
        >
          <p>
            <Trans id="account.verified.text">
              It is sealed in your vault. No agency sees any of it until you say so.
            </Trans>
          </p>
          <p>
            <Link to="/account/prove-anew">
              <Trans id="account.prove-anew">You moved or something changed? Prove it anew</Trans>
            </Link>
          </p>
        </Alert>
      )}
      {verified === false && isUsable && (
        <Alert
          kind="info"
          heading={t({ id: 'account.unverified', message: 'You have not proved who you are yet' })}
        >
          <p>
            <Link to="/verify">
              <Trans id="account.verify">Prove who you are</Trans>
            </Link>
          </p>
        </Alert>
      )}
      <Loaded {...reading}>
        {verified !== undefined && application !== null && (
          <OpenApplication application={application} holds={verified} />
        )}
        <SummaryList
          rows={[
            {
              term: t({ id: 'account.email', message: 'E-mail address' }),
              value: session.email,
              action: (
                <Link to="/account/emails">
                  <Trans id="account.emails">Add or change</Trans>
                </Link>
              ),
            },
            {
              term: t({ id: 'account.password', message: 'Password' }),
              value: t({ id: 'account.password.where', message: 'Known to you alone' }),
              action: (
                <Link to="/account/password">
                  <Trans id="account.password.change">Change password</Trans>
                </Link>
              ),
            },
            {
              term: t({ id: 'account.recovery-key', message: 'Recovery key' }),
              value: key?.made ?? '',
              ...(key?.checked === undefined ? {} : { note: key.checked }),
              action: (
                <Link to="/account/recovery">
                  <Trans id="account.recovery">Ways back in</Trans>
                </Link>
              ),
            },
            {
              term: t({ id: 'account.second', message: 'Second step' }),
              value: session.secondFactors.map((kind) => names[kind]).join(', '),
              action: (
                <Link to="/account/second-steps">
                  <Trans id="account.second.manage">Add or remove</Trans>
                </Link>
              ),
            },
            ...letterLanguage,
          ]}
        />
      </Loaded>
      <h2>
        <Trans id="account.links.identity">Your identity</Trans>
      </h2>
      <ul className="signet-links">
        <Way to="/account/agencies">
          <Trans id="account.agencies">Connected agencies</Trans>
        </Way>
        <Way to="/account/identity">
          <Trans id="account.identity">What was checked about you</Trans>
        </Way>
        <Way to="/account/letters">
          <Trans id="account.letters">Letters we sent you</Trans>
        </Way>
      </ul>
      <h2>
        <Trans id="account.links.safety">Your safety</Trans>
      </h2>
      <ul className="signet-links">
        <SessionsAndActivity />
        <Way to="/account/new-locks">
          <Trans id="account.locks">Change the locks of your vault</Trans>
        </Way>
        <Way to="/account/delete">
          <Trans id="account.delete">Delete my account</Trans>
        </Way>
      </ul>
      <div className="signet-actions">
        <Button type="button" variant="outline" onClick={() => void signOut()}>
          <Trans id="account.leave">Sign out</Trans>
        </Button>
      </div>
    </Page>
  );
}

/** Where somebody else would show. */
function SessionsAndActivity() {
  return (
    <>
      <Way to="/account/sessions">
        <Trans id="account.sessions">Where you are signed in</Trans>
      </Way>
      <Way to="/account/activity">
        <Trans id="account.activity">What Signet records</Trans>
      </Way>
    </>
  );
}

function Way({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <li>
      <Link to={to}>{children}</Link>
    </li>
  );
}
