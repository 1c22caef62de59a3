import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { CodeField } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { phoneText } from '../vault/plain-text.ts';
import { Attempts } from './attempts.tsx';
import { usePhase } from './phase.ts';
import { attemptsLeft, resetsAt } from './submit-step.ts';
import { noTriesText } from './tries-text.ts';
import { useTries } from './use-tries.ts';
import { takeStep } from './take-step.ts';
import { useProfile } from './use-profile.ts';
import type { Wizard } from './wizard.ts';

export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const phase = usePhase('code');
  const { application: before, draft } = useLoaderData<Wizard>();
  const profile = useProfile();
  const { channel = 'sms' } = draft;
  const digits = profile?.codes[channel].digits;
  const tries = useTries('redeem-code', before);
  const spentText = () =>
    t({ id: 'confirm.spent', message: 'This code was tried too often. Send a new one.' });
  const submit = async (fields: FormData) => {
    tries.begin();
    const code = textOf(fields, 'code').replaceAll(/\s/g, '');
    if (!/^\d+$/.test(code) || code.length !== digits)
      return [
        {
          field: 'code',
          message: t({ id: 'confirm.six', message: `Enter the ${digits} digits.` }),
        },
      ];
    const submitted = await takeStep('redeem-code', { code }, draft);
    if (!submitted.ok) {
      const spent =
        submitted.error.code === 'too_many_attempts' && submitted.error.retryAt === undefined;
      return [{ field: 'code', message: spent ? spentText() : problemText(submitted.error) }];
    }
    const { outcome, ticket, application } = submitted.value;
    if (outcome.result === 'expired')
      return [
        {
          field: 'code',
          message: t({ id: 'confirm.expired', message: 'This code has expired. Send a new one.' }),
        },
      ];
    if (outcome.result === 'tried_too_often')
      return [{ field: 'code', message: outcome.of === 'code' ? spentText() : noTriesText() }];
    if (outcome.result !== 'confirmed' || ticket === undefined) {
      const wrong = tries.failed(
        application,
        t({ id: 'confirm.wrong', message: 'That code is not right.' }),
      );
      const isSpent =
        attemptsLeft(application, 'redeem-code') === 0 &&
        resetsAt(application, 'redeem-code') === undefined;
      return [{ field: 'code', message: isSpent ? spentText() : wrong }];
    }
    go(application.state === 'letter-sent' ? 'verify/letter-sent' : 'verify/saving');
    return [];
  };
  if (profile === undefined) return null;
  const { minutesValid } = profile.codes[channel];
  const phone = draft.phone === undefined ? '' : phoneText(draft.phone);
  return (
    <Page title={t({ id: 'confirm.title', message: 'Enter the code' })} phase={phase}>
      <p>
        <Trans id="confirm.intro">
          We sent {digits} digits to {phone}. They are valid for {minutesValid} minutes.
        </Trans>
      </p>
      {!tries.isTold && <Attempts step="redeem-code" application={tries.application} />}
      <Form onSubmit={submit} waiting={t({ id: 'confirm.waiting', message: 'Checking the code…' })}>
        {({ busy, errorOf }) => (
          <>
            <CodeField
              label={t({ id: 'confirm.label', message: `${digits}-digit code` })}
              name="code"
              error={errorOf('code')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="confirm.go">Confirm</Trans>
              </Button>
              <Link to={path('verify/phone')}>
                <Trans id="confirm.again">Send a new code, or use another phone</Trans>
              </Link>
              {before.awaitsLetter && (
                <Link to={path('verify/letter-sent')}>
                  <Trans id="phone.tracker">Back to my letter</Trans>
                </Link>
              )}
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
