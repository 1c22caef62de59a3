import { useEffect, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { useLoaderData, useNavigate } from 'react-router';
import type { CallProblem } from '../app/call.ts';
import { CannotGoOn } from '../app/cannot-go-on.tsx';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { useLeave } from '../app/use-leave.ts';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { nextStop } from './next-stop.ts';

/** The crossroads after every finished stretch: to the agency's request, to proofing, or to the account. */
export function Component() {
  const { t } = useLingui();
  const { uid } = useJourney();
  const session = useLoaderData<SessionState>();
  const navigate = useNavigate();
  const leaveFor = useLeave();
  const [problem, setProblem] = useState<CallProblem>();
  const [failure, setFailure] = useState<Error>();
  const deciding = useRef<string>(undefined);
  useEffect(() => {
    // One decision per request: finishing the login twice would use it up.
    const key = uid ?? 'account';
    if (deciding.current === key) return;
    deciding.current = key;
    nextStop(uid, session).then(
      (next) => {
        if (typeof next === 'string') void navigate(next, { replace: true });
        else if ('address' in next) leaveFor(next.agency, next.address);
        else setProblem(next);
      },
      (cause: Error) => setFailure(cause),
    );
  }, [uid, navigate, session, leaveFor]);
  // The page of the app that says what cannot be trusted, or reached.
  if (failure !== undefined) throw failure;
  if (problem === undefined) {
    return (
      <Page title={t({ id: 'continue.title', message: 'One moment' })}>
        <Waiting text={t({ id: 'continue.waiting', message: 'Going on…' })} />
      </Page>
    );
  }
  return (
    <CannotGoOn
      title={t({ id: 'continue.failed', message: 'This request cannot go on' })}
      problem={problem}
    />
  );
}
