import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Alert } from '../ui/alert.tsx';
import { useClaimTexts } from './claim-rows.tsx';
import type { Question } from './question.ts';
import { inOurLanguage } from '../app/in-our-language.ts';

/** Why nothing can be shared here: what the agency requires was never verified, and what helps. */
export function Lacking({ agency, lacking }: Pick<Question, 'agency' | 'lacking'>) {
  const { t } = useLingui();
  const { nameOf } = useClaimTexts();
  const name = inOurLanguage(agency.name);
  const what = lacking.map((claim) => nameOf(claim)).join(', ');
  return (
    <>
      <Alert
        kind="warning"
        heading={t({ id: 'consent.lacking', message: `${name} requires what was not verified` })}
      >
        <p>
          <Trans id="consent.lacking.what">
            It requires: {what}. That was not verified when you proved who you are, so it cannot be
            shared.
          </Trans>
        </p>
        {lacking.includes('phone') && (
          <p>
            <Trans id="consent.lacking.phone">
              A letter confirms your address and no phone. With a phone in your name you can prove
              yourself anew, and then share its number.
            </Trans>
          </p>
        )}
        <p>
          <Trans id="consent.lacking.after">
            Afterwards sign in at {name} again. If you cannot do that, go back to {name} and ask for
            another way.
          </Trans>
        </p>
      </Alert>
      <div className="signet-actions">
        <Link className="usa-button" to="/account/prove-anew">
          <Trans id="consent.lacking.anew">Prove yourself anew</Trans>
        </Link>
      </div>
    </>
  );
}
