import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { takeToken } from '../app/take-token.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** The link that came when the day was over; the password is what remains to be shown. */
export function Component() {
  const { t } = useLingui();
  const [outcome, setOutcome] = useState<'confirmed' | CallProblem>();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const confirm = async () => {
      const token = takeToken();
      if (token === '') return setOutcome({ type: 'problem', code: 'link_expired' });
      const confirmed = await call('confirmNewSecondFactor', { token });
      setOutcome(confirmed.ok ? 'confirmed' : confirmed.error);
    };
    void confirm();
  }, []);
  if (outcome === undefined) {
    return (
      <Page title={t({ id: 'new-second.title', message: 'A new second step' })}>
        <Waiting text={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })} />
      </Page>
    );
  }
  if (outcome === 'confirmed') {
    return (
      <Page title={t({ id: 'new-second.title', message: 'A new second step' })}>
        <p>
          <Trans id="new-second.text">
            Now sign in with your password. Your old second steps stop working at that moment, and
            you choose a new one.
          </Trans>
        </p>
        <div className="signet-actions">
          <Link className="usa-button" to="/sign-in">
            <Trans id="new-second.go">Sign in</Trans>
          </Link>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'sign-up.confirm.failed', message: 'This link does not work' })}>
      <p>
        {outcome.code === 'link_expired'
          ? t({
              id: 'new-second.expired',
              message: 'It was stopped, was used already, or is more than two days old.',
            })
          : problemText(outcome)}
      </p>
      <p>
        <Link to="/sign-in">
          <Trans id="stop.sign-in">Sign in</Trans>
        </Link>
      </p>
    </Page>
  );
}
