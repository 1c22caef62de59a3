import { Trans, useLingui } from '@lingui/react/macro';
import type { ClaimName } from '@signet/contracts/claims';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Radios } from '../ui/radios.tsx';
import { SummaryList, type SummaryRow } from '../ui/summary-list.tsx';
import { useClaimRows, useClaimTexts, useProofRow } from './claim-rows.tsx';
import { HowItGoes } from './how-it-goes.tsx';
import { NothingAsked } from './nothing-asked.tsx';
import { answerOn, hasAgreed } from './merge-agreement.ts';
import { addressFor, deliveredOf, optionalOf, shownValues, type Question } from './question.ts';
import { Reason } from './reason.tsx';
import { newlyAsked } from './standing.ts';
import type { Answer } from './share.ts';
import { Unmet } from './unmet.tsx';
import { inOurLanguage } from '../app/in-our-language.ts';

type Props = Question & {
  readonly onYes: (answer: Answer) => Promise<never[] | { message: string }[]>;
};

/** The whole question: what the agency needs, what it would like, which address, and how it gets there. */
export function Asked({ onYes, ...question }: Props) {
  const { t } = useLingui();
  const { nameOf } = useClaimTexts();
  const { details, agency, standing, before } = question;
  const name = inOurLanguage(agency.name);
  const optional = optionalOf(question);
  const needed = details.requestedClaims.filter((claim) => !optional.includes(claim));
  const neededRows = [
    ...useRows(question, needed),
    ...useProofRow(agency, details.requestedClaims, question.values),
  ];
  const optionalRows = useRows(question, optional);

  const agree = (fields: FormData) => {
    const claims = [
      ...needed,
      ...optional.filter((claim) => fields.get(`share-${claim}`) !== null),
    ];
    const emailId = addressFor(claims, question.addresses, textOf(fields, 'email-id'));
    return onYes({ claims, emailId });
  };
  return (
    <>
      <Reason {...question} />
      <p>
        <Trans id="consent.intro">
          <strong>{name}</strong> asks for the following. Nothing has been shared yet.
        </Trans>
      </p>
      {details.requestedClaims.length === 0 && <NothingAsked {...question} />}
      <SummaryList rows={neededRows} />
      <Form
        onSubmit={agree}
        waiting={t({ id: 'consent.waiting', message: 'Sealing what you share…' })}
      >
        {({ busy }) => (
          <>
            {optional.length > 0 && (
              <>
                <h2>
                  <Trans id="consent.optional">Only if you want to</Trans>
                </h2>
                <p>
                  <Trans id="consent.optional.text">
                    {name} serves you without these, too. They are off until you switch them on.
                  </Trans>
                </p>
                <SummaryList rows={optionalRows} />
                {optional.map((claim) => {
                  const what = nameOf(claim);
                  const lost = lostWithout(question, claim).map(nameOf).join(', ');
                  return (
                    <Checkbox
                      key={claim}
                      name={`share-${claim}`}
                      {...(lost === ''
                        ? {}
                        : {
                            hint: t({
                              id: 'consent.also-needed',
                              message: `Without this, this is not shared either: ${lost}. ${name} asked for it only together with this.`,
                            }),
                          })}
                      defaultChecked={standing === 'same' && hasAgreed(before, claim)}
                    >
                      {t({ id: 'consent.also', message: `Also share: ${what}` })}
                    </Checkbox>
                  );
                })}
              </>
            )}
            <WhichAddress {...question} />
            <Unmet {...question} />
            <HowItGoes {...question} />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="consent.yes">Share with {name}</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </>
  );
}

/** AGENCY-30: what a verification opens that must show this. */
function lostWithout(question: Question, claim: ClaimName): readonly ClaimName[] {
  const others = question.details.requestedClaims.filter((one) => one !== claim);
  const delivered = deliveredOf(question, others);
  return others.filter((one) => !delivered.includes(one));
}

/** Only whoever has several addresses has to choose; the one of last time stands first, else the main one. */
function WhichAddress({ agency, addresses, details, before }: Question) {
  const { t } = useLingui();
  const name = inOurLanguage(agency.name);
  const last = answerOn(before, 'email')?.emailId;
  const [first, ...others] = addresses
    .toSorted((a, b) => Number(b.id === last) - Number(a.id === last))
    .map(({ id, email }) => ({ value: id, label: email }));
  if (first === undefined || others.length === 0 || !details.requestedClaims.includes('email'))
    return null;
  return (
    <Radios
      legend={t({ id: 'consent.which-address', message: `Which e-mail address ${name} gets` })}
      name="email-id"
      options={[first, ...others]}
    />
  );
}

/** The rows of these claims; what the person was never asked for is marked. */
function useRows(question: Question, wanted: readonly ClaimName[]): readonly SummaryRow[] {
  const { t } = useLingui();
  const { agency, addresses, before } = question;
  const isNewlyAsked = newlyAsked(before, wanted);
  const emailId = answerOn(before, 'email')?.emailId ?? null;
  const rows = useClaimRows(agency, wanted, shownValues(question, emailId));
  const several = t({ id: 'consent.address-below', message: 'The one that you choose below' });
  const isNew = t({ id: 'consent.new', message: 'New' });
  return rows.map((row, at) => {
    const claim = wanted[at];
    const value = claim === 'email' && addresses.length > 1 ? several : row.value;
    const marked = claim !== undefined && isNewlyAsked.includes(claim);
    return { ...row, value, term: marked ? `${row.term} (${isNew})` : row.term };
  });
}
