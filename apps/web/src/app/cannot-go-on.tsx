import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { CallProblem } from './call.ts';
import { problemText } from './problem-text.ts';
import { Page } from '../ui/page.tsx';

/** Where an agency’s request ends here: why, and a way on, on which an open vault stays open. */
export function CannotGoOn({
  title,
  problem,
}: {
  readonly title: string;
  readonly problem: CallProblem;
}) {
  return (
    <Page title={title}>
      <p>{problemText(problem)}</p>
      <p>
        <Link to="/account">
          <Trans id="continue.account">Go to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
