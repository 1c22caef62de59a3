import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { Application } from '@signet/contracts/proofing';
import { Alert } from '../ui/alert.tsx';
import { hasRecord } from '../vault/vault-session.ts';

/** What was begun and is not sealed yet, beside whatever is held already, and where it goes on. */
export function OpenApplication({
  application,
  holds,
}: {
  readonly application: Application;
  readonly holds: boolean;
}) {
  const { t } = useLingui();
  const { state, awaitsLetter, review } = application;
  if (awaitsLetter)
    return (
      <Alert
        kind="info"
        heading={t({ id: 'account.open.letter', message: 'You asked for a letter' })}
      >
        <p>
          <Link to="/verify/letter-sent">
            <Trans id="account.open.letter.go">See how it stands, or enter its code</Trans>
          </Link>
        </p>
      </Alert>
    );
  if (state === 'in-review')
    return (
      <Alert
        kind="info"
        heading={
          review?.outcome == null
            ? t({ id: 'account.open.review', message: 'Two people look at your application' })
            : t({ id: 'account.open.decided', message: 'Your application was looked at' })
        }
      >
        <p>
          <Link to="/verify/in-review">
            <Trans id="account.open.review.go">See how it stands</Trans>
          </Link>
        </p>
      </Alert>
    );
  // The draft of what is sealed is gone.
  if (state === 'issued' && hasRecord('proofing-draft'))
    return (
      <Alert
        kind="warning"
        heading={t({ id: 'account.open.unsealed', message: 'What was proved is not sealed yet' })}
      >
        <p>
          <Link to="/verify">
            <Trans id="account.open.unsealed.go">Seal it now</Trans>
          </Link>
        </p>
      </Alert>
    );
  // Whoever holds nothing is led there anyway.
  if (state === 'issued' || !holds) return null;
  return (
    <Alert
      kind="info"
      heading={t({ id: 'account.open.anew', message: 'You have begun to prove yourself anew' })}
    >
      <p>
        <Link to="/verify">
          <Trans id="account.open.anew.go">Go on where you left off</Trans>
        </Link>
      </p>
    </Alert>
  );
}
