import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { whenLinked } from '../app/take-token.ts';
import { problemText } from '../app/problem-text.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** AUTH-9: whatever loads this page first, a program that looks through e-mail, leaves the link working. */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const [problem, setProblem] = useState<CallProblem>();
  const redeemed = useRef<string>(undefined);
  useEffect(() => {
    const redeem = async (token: string) => {
      // Without a token after one: the page was only mounted once more.
      if (token === redeemed.current || (token === '' && redeemed.current !== undefined)) return;
      redeemed.current = token;
      setProblem(undefined);
      if (token === '') return setProblem({ type: 'problem', code: 'link_expired' });
      const confirmed = await call('confirmEmail', { token });
      if (!confirmed.ok) return setProblem(confirmed.error);
      go('sign-up/password', { replace: true });
    };
    return whenLinked((token) => void redeem(token));
  }, [go]);
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
