import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { takeToken } from '../app/take-token.ts';
import { Alert } from '../ui/alert.tsx';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** The link in the letter to a further address; it may be opened in any browser. */
export function Component() {
  const { t } = useLingui();
  const [outcome, setOutcome] = useState<'confirmed' | CallProblem>();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const redeem = async () => {
      const token = takeToken();
      if (token === '') return setOutcome({ type: 'problem', code: 'link_expired' });
      const confirmed = await call('confirmAddress', { token });
      setOutcome(confirmed.ok ? 'confirmed' : confirmed.error);
    };
    void redeem();
  }, []);
  const back = (
    <p>
      <Link to="/account">
        <Trans id="confirm-address.account">Go to your account</Trans>
      </Link>
    </p>
  );
  if (outcome === undefined) {
    return (
      <Page title={t({ id: 'sign-up.confirm.title', message: 'Confirming your e-mail address' })}>
        <Waiting text={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })} />
      </Page>
    );
  }
  if (outcome === 'confirmed') {
    return (
      <Page title={t({ id: 'confirm-address.done', message: 'Your e-mail address is confirmed' })}>
        <Alert kind="success" answer>
          <p>
            <Trans id="confirm-address.done.text">
              We write to it when something happens to your account. If you want to sign in with it,
              make it the main one.
            </Trans>
          </p>
        </Alert>
        {back}
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'sign-up.confirm.failed', message: 'This link does not work' })}>
      <p>{problemText(outcome)}</p>
      {back}
    </Page>
  );
}
