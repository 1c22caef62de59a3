import { useCallback, useState, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import type { FieldErrors } from '../ui/error-summary.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import { AskSecret } from '../vault/ask-secret.tsx';
import { isUnlocked } from '../vault/this-tab.ts';

/**
 * A password counts for a quarter of an hour (AUTH-15), and setting up an app or finding a pen may take longer: then it is asked for in
 * the place of the page, which goes on where it was. `check` is asked of every answer; what it gives back is what to say.
 */
export function useAskedAgain(stop: ReactNode) {
  const { t } = useLingui();
  const [isAsked, setAsked] = useState(false);
  usePartOfPage(isAsked);
  const over = t({
    id: 'second-steps.over',
    message:
      'The choice of a new second step was stopped, or its time is over. Your old ones still work. Sign in again; if you lost them all, begin the 24 hours anew there.',
  });
  const check = useCallback(
    (answer: Result<unknown, CallProblem>, field?: string): FieldErrors => {
      if (answer.ok) return [];
      const isLate = answer.error.code === 'unlock_required';
      if (isLate) setAsked(true);
      const isOver = answer.error.code === 'second_factor_required';
      const message = isOver ? over : problemText(answer.error);
      return isLate ? [] : [field === undefined ? { message } : { field, message }];
    },
    [over],
  );
  const asking = isAsked ? (
    <AskSecret
      action={t({ id: 'unlock.continue', message: 'Continue' })}
      waiting={t({ id: 'sign-in.waiting', message: 'Checking your password on this device…' })}
      passkeyToo={isUnlocked()}
      stop={stop}
      onProved={async () => setAsked(false)}
    >
      <p role="status">
        <Trans id="second-steps.password-again">
          You entered your password more than 15 minutes ago. Enter it once more, and go on where
          you were: somebody who found this page open cannot add a way in.
        </Trans>
      </p>
    </AskSecret>
  ) : undefined;
  return { check, asking };
}
