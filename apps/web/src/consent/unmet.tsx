import { Trans } from '@lingui/react/macro';
import { inOurLanguage } from '../app/in-our-language.ts';
import { useClaimTexts } from './claim-rows.tsx';
import type { Question } from './question.ts';

/** What stays here by itself is said, too: the agency can tell from its absence that the condition does not hold. */
export function Unmet({ agency, unmet }: Pick<Question, 'agency' | 'unmet'>) {
  const { nameOf } = useClaimTexts();
  if (unmet.length === 0) return null;
  const name = inOurLanguage(agency.name);
  const what = unmet.map((claim) => nameOf(claim)).join(', ');
  return (
    <p>
      <Trans id="consent.unmet">
        {name} asked for this only on a condition that is not met, so it is not shared: {what}. If
        you share the rest, {name} can tell that the condition is not met.
      </Trans>
    </p>
  );
}
