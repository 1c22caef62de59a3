import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { addressOf } from '@signet/contracts/person';
import { useJourney } from '../app/journey.ts';
import { clockTimeWithin } from '../app/clock-time.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { MaskedValue } from '../ui/masked-value.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { addressLines, longDate, ssnText } from '../vault/plain-text.ts';
import { Attempts } from './attempts.tsx';
import { documentTexts } from './capture/document-texts.ts';
import { usePhase } from './phase.ts';
import { attemptsLeft, resetsAt } from './submit-step.ts';
import { takeStep } from './take-step.ts';
import type { Wizard } from './wizard.ts';
import { unavailableText } from './unavailable-text.ts';

export function Component() {
  const { t, i18n } = useLingui();
  const { path, go } = useJourney();
  const phase = usePhase('review');
  const { application: before, draft } = useLoaderData<Wizard>();
  const [application, setApplication] = useState(before);
  const [isUnmatched, setUnmatched] = useState(false);
  const { attributes, statedAddress: stated, ssn } = draft;
  const address = addressOf(draft);
  if (attributes === undefined || ssn === undefined || address === undefined) return null;

  const submit = async () => {
    setUnmatched(false);
    const submitted = await takeStep(
      'check-information',
      { ssn, ...(stated === undefined ? {} : { address: stated }) },
      draft,
    );
    if (!submitted.ok) return [{ message: problemText(submitted.error) }];
    const { outcome, ticket, application: now } = submitted.value;
    if (outcome.result === 'too_many_attempts')
      return [{ message: problemText({ code: 'too_many_attempts', retryAt: outcome.retryAt }) }];
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    if (outcome.result !== 'matched' || ticket === undefined) {
      setApplication(now);
      setUnmatched(true);
      return [];
    }
    go(now.state === 'duplicate' ? 'verify/other-account' : 'verify/phone');
    return [];
  };
  const fullName = [
    attributes.givenName,
    attributes.middleName,
    attributes.familyName,
    attributes.suffix,
  ]
    .filter(Boolean)
    .join(' ');
  const ssnLabel = t({ id: 'review.ssn', message: 'Social Security number' });
  const numberLabel = t({ id: 'review.number', message: 'ID number' });
  return (
    <Page title={t({ id: 'review.title', message: 'Is this right?' })} phase={phase}>
      {isUnmatched ? (
        <NotMatched application={application} />
      ) : (
        <Attempts step="check-information" application={application} />
      )}
      <p>{i18n._(documentTexts(attributes.evidence).read)}</p>
      <SummaryList
        rows={[
          { term: t({ id: 'review.name', message: 'Name' }), value: fullName },
          {
            term: t({ id: 'review.birth', message: 'Birth date' }),
            value: longDate(attributes.birthDate),
          },
          {
            term: t({ id: 'review.address', message: 'Address' }),
            value: addressLines(address),
            action: (
              <Link to={path('verify/address')}>
                <Trans id="review.change-address">Change address</Trans>
              </Link>
            ),
          },
          {
            term: numberLabel,
            value: <MaskedValue value={attributes.documentNumber} label={numberLabel} />,
          },
          {
            term: ssnLabel,
            value: <MaskedValue value={ssnText(ssn)} label={ssnLabel} />,
            action: (
              <Link to={path('verify/ssn')}>
                <Trans id="review.change-ssn">Change</Trans>
              </Link>
            ),
          },
        ]}
      />
      <Form
        onSubmit={submit}
        waiting={t({
          id: 'review.waiting',
          message: 'Asking the sources. This can take up to a minute.',
        })}
      >
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              <Trans id="review.go">This is right</Trans>
            </Button>
            <Link to={path('verify/id')}>
              <Trans id="review.other-id">Take new photos</Trans>
            </Link>
          </div>
        )}
      </Form>
    </Page>
  );
}

/** PROOF-5: it says that it did not match, and never what. */
function NotMatched({ application }: Pick<Wizard, 'application'>) {
  const { t } = useLingui();
  const left = attemptsLeft(application, 'check-information');
  const again = resetsAt(application, 'check-information');
  const when = again === undefined ? '' : clockTimeWithin(again);
  return (
    <Alert
      kind="error"
      answer
      heading={t({ id: 'review.unmatched', message: 'We could not match your information' })}
    >
      <p>
        <Trans id="review.unmatched.text">
          What you gave us does not agree with the records. To protect you, we are not told what
          differs. Everything you did is kept.
        </Trans>
      </p>
      <p>
        {left > 0 ? (
          <Trans id="review.unmatched.left">
            Check your Social Security number and your address, or take new photos of your ID. Tries
            left: {left}.
          </Trans>
        ) : (
          <Trans id="review.unmatched.none">
            You have no tries left for now. You can try again at {when}.
          </Trans>
        )}
      </p>
    </Alert>
  );
}
