import { useCallback, useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { failed } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { whenLinked } from '../app/take-token.ts';
import { problemText } from '../app/problem-text.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { SignedInAlready } from './signed-in-already.tsx';

/** AUTH-9: whatever loads this page first, a program that looks through e-mail, leaves the link working, and ends no session. */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const [problem, setProblem] = useState<CallProblem>();
  const opened = useRef<string>(undefined);
  const redeem = useCallback(async () => {
    const confirmed =
      opened.current === '' || opened.current === undefined
        ? failed<CallProblem>({ type: 'problem', code: 'link_expired' })
        : await call('confirmEmail', { token: opened.current });
    if (confirmed.ok) return go('sign-up/password', { replace: true });
    setProblem(confirmed.error);
    return confirmed.error;
  }, [go]);
  useEffect(() => {
    const open = (token: string) => {
      // Without a token after one: the page was only mounted once more.
      if (token === opened.current || (token === '' && opened.current !== undefined)) return;
      opened.current = token;
      setProblem(undefined);
      void redeem();
    };
    return whenLinked(open);
  }, [redeem]);
  if (problem?.code === 'signed_in_already') return <SignedInAlready onSignedOut={redeem} />;
  if (problem === undefined) {
    return (
      <Page title={t({ id: 'sign-up.confirm.title', message: 'Confirming your e-mail address' })}>
        <Waiting text={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })} />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'sign-up.confirm.failed', message: 'This link does not work' })}>
      <p>{problemText(problem)}</p>
      <p>
        <Link to={path('sign-up')}>
          <Trans id="sign-up.confirm.again">Ask for a new link</Trans>
        </Link>
      </p>
      <p>
        <Link to={path('sign-in')}>
          <Trans id="sign-up.confirm.sign-in">I finished creating my account: sign in</Trans>
        </Link>
      </p>
    </Page>
  );
}
