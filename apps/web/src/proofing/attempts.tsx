import { Trans, useLingui } from '@lingui/react/macro';
import type { ProofingStep } from '@signet/contracts/facts';
import type { Application } from '@signet/contracts/proofing';
import { clockTimeWithin } from '../app/clock-time.ts';
import { Alert } from '../ui/alert.tsx';
import { attemptsLeft, resetsAt } from './submit-step.ts';

type Props = { readonly step: ProofingStep; readonly application: Application };

/** PROOF-11: what is left once a try was used, and when more come; nothing while none was. */
export function Attempts({ step, application }: Props) {
  const { t } = useLingui();
  const left = attemptsLeft(application, step);
  const again = resetsAt(application, step);
  if (again === undefined) return null;
  const when = clockTimeWithin(again);
  if (left > 0 && step === 'send-letter')
    return (
      <p>
        <Trans id="attempts.letters">
          Letters left: {left}. At {when} you can ask for all of them again.
        </Trans>
      </p>
    );
  if (left > 0) {
    return (
      <p>
        <Trans id="attempts.left">
          Tries left: {left}. At {when} you have all of them again.
        </Trans>
      </p>
    );
  }
  return (
    <Alert
      kind="warning"
      heading={t({ id: 'attempts.none', message: `You can try again at ${when}` })}
    >
      <p>
        <Trans id="attempts.none.text">
          You have no tries left for now. Everything you did is kept; you can close this page.
        </Trans>
      </p>
    </Alert>
  );
}
