import { Trans } from '@lingui/react/macro';
import { inOurLanguage } from '../app/in-our-language.ts';
import { useClaimTexts } from './claim-rows.tsx';
import type { Question } from './question.ts';

/** What stays here by itself is said, too: the agency can tell from its absence that the condition does not hold. */
export function Unmet({ agency, unmet }: Pick<Question, 'agency' | 'unmet'>) {
  const { nameOf } = useClaimTexts();
  const name = inOurLanguage(agency.name);
  const others = unmet.filter((claim) => claim !== 'email');
  const what = others.map((claim) => nameOf(claim)).join(', ');
  return (
    <>
      {unmet.includes('email') && (
        <p>
          <Trans id="consent.unmet.email">
            {name} asked only for a certain e-mail address. You have not confirmed that one here, so
            it is not shared. If you share the rest, {name} can tell that it is not yours here.
          </Trans>
        </p>
      )}
      {others.length > 0 && (
        <p>
          <Trans id="consent.unmet">
            {name} asked for this only on a condition that is not met, so it is not shared: {what}.
            If you share the rest, {name} can tell that the condition is not met.
          </Trans>
        </p>
      )}
    </>
  );
}
