import { Trans } from '@lingui/react/macro';
import { inOurLanguage } from '../app/in-our-language.ts';
import type { Question } from './question.ts';

/** Where nothing of a person is asked for: what the agency learns by their yes all the same. */
export function NothingAsked({ agency, details }: Pick<Question, 'agency' | 'details'>) {
  const name = inOurLanguage(agency.name);
  return (
    <ul>
      <li>
        <Trans id="consent.nothing">That it is you, by an identifier made for {name}</Trans>
      </li>
      {details.verifiedOnly && (
        <li>
          <Trans id="consent.nothing.verified">That you have proved who you are</Trans>
        </li>
      )}
    </ul>
  );
}
