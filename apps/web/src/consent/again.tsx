import { Trans, useLingui } from '@lingui/react/macro';
import { asOf, isAge } from '@signet/contracts/ages';
import type { ClaimName } from '@signet/contracts/claims';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { useClaimRows, useClaimTexts, useProofRow } from './claim-rows.tsx';
import { WayThere } from './how-it-goes.tsx';
import type { Agreement } from './agreements.ts';
import { NothingAsked } from './nothing-asked.tsx';
import { agreedAtOf, answerOn, hasAgreed } from './merge-agreement.ts';
import { deliveredOf, leavesAChoice, shownValues, type Question } from './question.ts';
import { daysOf } from './reason.tsx';
import type { Answer } from './share.ts';
import { Unmet } from './unmet.tsx';
import { inOurLanguage } from '../app/in-our-language.ts';

type Props = Question & {
  readonly before: Agreement;
  readonly onYes: (answer: Answer) => Promise<never[] | { message: string }[]>;
  readonly onChange: () => void;
};

/** The answer of before holds and is said to: one press shares the same, and nothing is shared without it. */
export function Again({ before, onYes, onChange, ...question }: Props) {
  const { t } = useLingui();
  const { nameOf } = useClaimTexts();
  const { agency, details } = question;
  const name = inOurLanguage(agency.name);
  const on = daysOf(agreedAtOf(before, details.requestedClaims));
  const agreed = details.requestedClaims.filter((claim) => hasAgreed(before, claim));
  const again = deliveredOf(question, agreed);
  const emailId = again.includes('email') ? (answerOn(before, 'email')?.emailId ?? null) : null;
  const rows = useClaimRows(agency, again, shownValues(question, emailId));
  const proof = useProofRow(agency, again, question.values);
  const reached = agesReached(question.values, before, again).map(nameOf).join(', ');
  const isTheSame = question.unmet.length === 0 && reached === '';
  return (
    <>
      <p>
        {isTheSame ? (
          <Trans id="consent.again">
            You agreed on {on} to share this with <strong>{name}</strong>. Nothing about it has
            changed.
          </Trans>
        ) : (
          <Trans id="consent.again.not-the-same">
            You agreed on {on} to share this with <strong>{name}</strong>.
          </Trans>
        )}
      </p>
      {reached !== '' && (
        <p>
          <Trans id="consent.again.age">
            You have reached an age since, so the answer to this is another one now: {reached}.
          </Trans>
        </p>
      )}
      {again.length === 0 ? (
        <NothingAsked {...question} />
      ) : (
        <>
          <ul>
            {again.map((claim) => (
              <li key={claim}>{nameOf(claim)}</li>
            ))}
            {proof.map(({ term, value }) => (
              <li key={term}>
                {term}: {value}
              </li>
            ))}
          </ul>
          <details>
            <summary>
              <Trans id="consent.again.values">See what exactly is shared</Trans>
            </summary>
            <SummaryList rows={rows} />
          </details>
        </>
      )}
      <WayThere agency={agency} wanted={again} />
      <Unmet {...question} />
      <Form
        onSubmit={() => onYes({ claims: agreed, emailId, isRepeat: true })}
        waiting={t({ id: 'consent.waiting', message: 'Sealing what you share…' })}
      >
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              {isTheSame ? (
                <Trans id="consent.again.yes">Share the same with {name}</Trans>
              ) : (
                <Trans id="consent.again.yes-to-this">Share this with {name}</Trans>
              )}
            </Button>
            <Button type="button" variant="outline" onClick={onChange}>
              {leavesAChoice(question) ? (
                <Trans id="consent.again.change">Change what I share</Trans>
              ) : (
                <Trans id="consent.again.whole">Show me the whole question</Trans>
              )}
            </Button>
          </div>
        )}
      </Form>
    </>
  );
}

/** Of what is answered by the day (AGENCY-53), what had another answer on the day of the yes. */
function agesReached(
  { birthdate, ...values }: Question['values'],
  before: Agreement,
  again: readonly ClaimName[],
): readonly ClaimName[] {
  return again.filter((claim) => {
    const agreedAt = answerOn(before, claim)?.agreedAt;
    if (!isAge(claim) || typeof birthdate !== 'string' || agreedAt === undefined) return false;
    return values[claim] !== asOf({ birthdate }, new Date(agreedAt))[claim];
  });
}
