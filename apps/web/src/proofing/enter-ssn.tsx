import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { addressOf } from '@signet/contracts/person';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { changeDraft } from './draft.ts';
import { cleared } from './steps.ts';
import { usePhase } from './phase.ts';
import type { Wizard } from './wizard.ts';

export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('ssn');
  const { draft } = useLoaderData<Wizard>();
  const submit = async (fields: FormData) => {
    const ssn = textOf(fields, 'ssn').replaceAll(/[\s–-]/g, '');
    if (!/^\d{9}$/.test(ssn))
      return [
        {
          field: 'ssn',
          message: t({
            id: 'ssn.wrong',
            message: 'Enter the nine digits of your Social Security number.',
          }),
        },
      ];
    const next = { ...cleared('ssn', draft), ssn };
    const kept = await changeDraft(draft, next);
    if (!kept.ok) return [{ message: problemText(kept.error) }];
    go(addressOf(next) === undefined ? 'verify/address' : 'verify/review');
    return [];
  };
  return (
    <Page title={t({ id: 'ssn.title', message: 'Your Social Security number' })} phase={phase}>
      <p>
        <Trans id="ssn.why">
          A records bureau and Social Security need it to tell you from other people with your name.
          It is shared with an agency only if the agency needs it and you say yes.
        </Trans>
      </p>
      <Form onSubmit={submit} waiting={t({ id: 'ssn.waiting', message: 'Sealing your answer…' })}>
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'ssn.label', message: 'Social Security number' })}
              hint={t({ id: 'ssn.hint', message: 'Nine digits, with or without dashes' })}
              name="ssn"
              type="password"
              inputMode="numeric"
              autoComplete="off"
              short
              error={errorOf('ssn')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="ssn.go">Continue</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
