import { Trans, useLingui } from '@lingui/react/macro';
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
  return (
    <>
      <p>
        <Trans id="consent.again">
          You agreed on {on} to share this with <strong>{name}</strong>. Nothing about it has
          changed.
        </Trans>
      </p>
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
              <Trans id="consent.again.yes">Share the same with {name}</Trans>
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
