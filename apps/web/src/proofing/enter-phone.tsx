import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { spokenHere } from '../app/speak.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Radios } from '../ui/radios.tsx';
import { cleared } from './steps.ts';
import { useTypedPhone } from '../app/use-typed-phone.ts';
import { UsPhoneField } from '../ui/us-phone-field.tsx';
import { Attempts } from './attempts.tsx';
import { usePhase } from './phase.ts';
import { takeStep } from './take-step.ts';
import { useTries } from './use-tries.ts';
import { useLetterRaises } from './use-letter-raises.ts';
import type { Wizard } from './wizard.ts';
import { unavailableText } from './unavailable-text.ts';

export function Component() {
  const { t } = useLingui();
  const typedPhone = useTypedPhone();
  const { path, go } = useJourney();
  const phase = usePhase('phone');
  const { application: before, draft } = useLoaderData<Wizard>();
  const raises = useLetterRaises(draft);
  const tries = useTries('send-code', before);
  const submit = async (fields: FormData) => {
    tries.begin();
    const typed = typedPhone(fields);
    if ('mistake' in typed) return [typed.mistake];
    const phone = typed.number;
    const channel = fields.get('channel') === 'voice' ? 'voice' : 'sms';
    const submitted = await takeStep(
      'send-code',
      { phone, channel, language: spokenHere() },
      draft,
      {
        ...cleared('phone', draft),
        phone,
        channel,
      },
    );
    if (!submitted.ok) return [{ message: problemText(submitted.error) }];
    const { outcome, ticket, application } = submitted.value;
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    if (outcome.result === 'undeliverable') {
      return [
        {
          field: 'phone',
          message: tries.failed(
            application,
            t({
              id: 'phone.undeliverable',
              message: 'The message could not be delivered to this number.',
            }),
            t({ id: 'phone.undeliverable.todo', message: 'Use another number.' }),
          ),
        },
      ];
    }
    if (outcome.result !== 'sent' || ticket === undefined) {
      return [
        {
          field: 'phone',
          message: tries.failed(
            application,
            t({ id: 'phone.unmatched', message: 'We could not connect this number to you.' }),
            t({
              id: 'phone.unmatched.todo',
              message: 'Use another phone in your name; numbers over the internet do not work.',
            }),
          ),
        },
      ];
    }
    go('verify/code');
    return [];
  };
  return (
    <Page title={t({ id: 'phone.title', message: 'Confirm your phone' })} phase={phase}>
      <p>
        <Trans id="phone.intro">
          We send a code to a phone that is in your name. Your phone company tells us whether it is,
          and nothing else.
        </Trans>
      </p>
      {raises && !before.awaitsLetter && (
        <p>
          <Trans id="phone.both">
            A phone alone reaches the level “verified”. With a letter to your address as well, you
            reach IAL2. Then ask for the letter first: it goes on its way while you confirm the
            phone.
          </Trans>
        </p>
      )}
      {!tries.isTold && <Attempts step="send-code" application={tries.application} />}
      <Form
        onSubmit={submit}
        waiting={t({
          id: 'phone.waiting',
          message: 'Asking your phone company and sending the code…',
        })}
      >
        {({ busy, errorOf }) => (
          <>
            <UsPhoneField
              label={t({ id: 'phone.label', message: 'Phone number' })}
              hint={t({ id: 'phone.hint', message: 'Ten digits' })}
              errorOf={errorOf}
            />
            <Radios
              legend={t({ id: 'phone.how', message: 'How should we send it?' })}
              name="channel"
              options={[
                { value: 'sms', label: t({ id: 'phone.sms', message: 'Text message' }) },
                { value: 'voice', label: t({ id: 'phone.voice', message: 'Phone call' }) },
              ]}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="phone.go">Send the code</Trans>
              </Button>
              {before.awaitsLetter ? (
                <Link to={path('verify/letter-sent')}>
                  <Trans id="phone.tracker">Back to my letter</Trans>
                </Link>
              ) : (
                <Link to={path('verify/letter')}>
                  {raises ? (
                    <Trans id="phone.letter-too">Send a letter first: both reach more</Trans>
                  ) : (
                    <Trans id="phone.letter">Send a letter to my address instead</Trans>
                  )}
                </Link>
              )}
              <Link to={path('verify/id')}>
                <Trans id="phone.other-id">Begin again with new photos of an ID</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
