import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call, type CallProblem } from '../app/call.ts';
import { entrance } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { takeToken } from '../app/take-token.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { lock } from '../vault/this-tab.ts';

/** The link that came when the day was over: it leads to the second step, and then to a new password. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const [problem, setProblem] = useState<CallProblem>();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const redeem = async () => {
      const token = takeToken();
      if (token === '') return setProblem({ type: 'problem', code: 'link_expired' });
      lock();
      const redeemed = await call('redeemReset', { token });
      if (!redeemed.ok) return setProblem(redeemed.error);
      const stage = redeemed.value.secondFactors.length === 0 ? 'resetting' : 'first-factor';
      go(entrance(stage), { replace: true });
    };
    void redeem();
  }, [go]);
  if (problem === undefined) {
    return (
      <Page title={t({ id: 'reset.title', message: 'Reset your account' })}>
        <Waiting text={t({ id: 'sign-up.confirm.waiting', message: 'One moment…' })} />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'sign-up.confirm.failed', message: 'This link does not work' })}>
      <p>
        {problem.code === 'link_expired'
          ? t({
              id: 'reset.expired',
              message: 'The reset was stopped, was finished already, or is more than two days old.',
            })
          : problemText(problem)}
      </p>
      <p>
        <Link to="/reset">
          <Trans id="reset.again">Ask for a reset again</Trans>
        </Link>
      </p>
    </Page>
  );
}
