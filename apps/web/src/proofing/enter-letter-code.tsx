import { Trans, useLingui } from '@lingui/react/macro';
import * as v from 'valibot';
import { Link, useLoaderData } from 'react-router';
import { letterCode } from '@signet/contracts/letter';
import { scannedCode } from '../app/scanned-code.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { cleared } from './steps.ts';
import { Attempts } from './attempts.tsx';
import { usePhase } from './phase.ts';
import { useTries } from './use-tries.ts';
import { takeStep } from './take-step.ts';
import type { Wizard } from './wizard.ts';

/** The code on paper. Case, blanks, dashes and look-alikes do not matter. */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const phase = usePhase('letter-code');
  const { application: before, draft } = useLoaderData<Wizard>();
  const tries = useTries('redeem-letter', before);
  const submit = async (fields: FormData) => {
    tries.begin();
    const code = v.safeParse(letterCode, textOf(fields, 'letter-code'));
    if (!code.success)
      return [
        {
          field: 'letter-code',
          message: t({
            id: 'letter-code.form',
            message: 'Enter the ten characters as they stand in the letter, like 7K3QW-XZ9RT.',
          }),
        },
      ];
    // A phone whose code never came back is no part of what was verified.
    const becomes = draft.phoneConfirmed === true ? draft : cleared('phone', draft);
    const input = { code: code.output };
    const submitted = await takeStep('redeem-letter', input, draft, becomes);
    const expired = t({
      id: 'letter-code.expired',
      message: 'This code has expired. Send another letter, or use a phone.',
    });
    if (!submitted.ok) {
      const isOver = submitted.error.code === 'code_expired';
      const message = isOver ? expired : problemText(submitted.error);
      return [{ field: 'letter-code', message }];
    }
    const { outcome, ticket, application } = submitted.value;
    if (outcome.result === 'expired') return [{ field: 'letter-code', message: expired }];
    if (outcome.result !== 'confirmed' || ticket === undefined) {
      return [
        {
          field: 'letter-code',
          message: tries.failed(
            application,
            t({ id: 'letter-code.wrong', message: 'That code is not right.' }),
            t({ id: 'letter-code.wrong.todo', message: 'Use the one in your newest letter.' }),
          ),
        },
      ];
    }
    scannedCode.forget();
    go('verify/saving');
    return [];
  };
  return (
    <Page
      title={t({ id: 'letter-code.title', message: 'Enter the code from your letter' })}
      phase={phase}
    >
      <p>
        <Trans id="letter-code.intro">
          It has ten characters, five and five. Capitals, blanks and the dash do not matter.
        </Trans>
      </p>
      {!tries.isTold && <Attempts step="redeem-letter" application={tries.application} />}
      <Form
        onSubmit={submit}
        waiting={t({ id: 'letter-code.waiting', message: 'Checking the code…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'letter-code.label', message: 'Code from the letter' })}
              name="letter-code"
              short
              autoComplete="off"
              defaultValue={scannedCode.read().replace(/^.{5}(?=.{5}$)/, '$&-')}
              error={errorOf('letter-code')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="letter-code.go">Confirm my address</Trans>
              </Button>
              <Link to={path('verify/letter-sent')}>
                <Trans id="letter-code.back">How my letter stands</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
