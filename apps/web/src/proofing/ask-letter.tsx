import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { letterLanguages } from '@signet/contracts/letter';
import { addressOf } from '@signet/contracts/person';
import { arrivalDays, isElsewhere, letterDays } from '@signet/contracts/policy/destination';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { spokenHere } from '../app/speak.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Radios } from '../ui/radios.tsx';
import { addressLines } from '../vault/plain-text.ts';
import { Attempts } from './attempts.tsx';
import { usePhase } from './phase.ts';
import { takeStep } from './take-step.ts';
import { useLetterRaises } from './use-letter-raises.ts';
import { useProfile } from './use-profile.ts';
import type { Wizard } from './wizard.ts';

/** Instead of a phone: a letter with a code, to the address that was checked. */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const phase = usePhase('letter');
  const { application: before, draft } = useLoaderData<Wizard>();
  const raises = useLetterRaises(draft);
  const submit = async (fields: FormData) => {
    const language = letterLanguages.find((one) => one === fields.get('language')) ?? 'en';
    const submitted = await takeStep('send-letter', { language }, draft);
    if (!submitted.ok) return [{ message: problemText(submitted.error) }];
    const { outcome, ticket } = submitted.value;
    if (outcome.result === 'too_old') {
      setTooOld(true);
      return [
        {
          message: t({
            id: 'letter.too-old',
            message:
              'What we checked would be too old before you could use the letter. Take new photos of your ID, then ask for it again.',
          }),
        },
      ];
    }
    if (outcome.result !== 'sealed' || ticket === undefined)
      return [{ message: problemText({ code: 'temporarily_unavailable' }) }];
    go('verify/letter-sent');
    return [];
  };
  const { attributes } = draft;
  const address = addressOf(draft);
  const profile = useProfile();
  const [isTooOld, setTooOld] = useState(false);
  if (attributes === undefined || address === undefined || profile === undefined) return null;
  const { region } = address;
  const days = letterDays(profile, region);
  const [first, last] = arrivalDays(isElsewhere(region));
  const name = [attributes.givenName, attributes.familyName].join(' ');
  return (
    <Page title={t({ id: 'letter.title', message: 'Get a letter with a code' })} phase={phase}>
      <p>
        <Trans id="letter.intro">
          We send a letter to the address that we checked. When it is there, you enter its code, and
          you are done.
        </Trans>
      </p>
      {raises && draft.phoneConfirmed !== true && (
        <p>
          <Trans id="letter.both">
            On the next page you can confirm a phone as well. With both you reach the level IAL2;
            either alone reaches “verified”.
          </Trans>
        </p>
      )}
      <p className="signet-card signet-lines">
        {name}
        {'\n'}
        {addressLines(address)}
      </p>
      <ul>
        <li>
          <Trans id="letter.when">
            It goes out within a day and should be there in {first} to {last} days. The code works
            for {days} days; the letter says until when.
          </Trans>
        </li>
        <li>
          <Trans id="letter.who">
            Only the print shop can read it, to print it. We cannot, and it is deleted here when it
            was handed over.
          </Trans>
        </li>
        <li>
          <Trans id="letter.meanwhile">
            You need not wait here. Everything you did is kept; sign in again when you have the
            letter, on any device.
          </Trans>
        </li>
      </ul>
      <Attempts step="send-letter" application={before} />
      <Form
        onSubmit={submit}
        waiting={t({ id: 'letter.waiting', message: 'Writing and sealing your letter…' })}
      >
        {({ busy }) => (
          <>
            <Radios
              legend={t({ id: 'letter.language', message: 'Language of the letter' })}
              name="language"
              options={[
                { value: 'en', label: 'English', lang: 'en' },
                { value: 'es', label: 'Español', lang: 'es' },
              ]}
              chosen={spokenHere()}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="letter.go">Send the letter</Trans>
              </Button>
              {isTooOld && (
                <Link to={path('verify/id')}>
                  <Trans id="saving.photos">Take new photos</Trans>
                </Link>
              )}
              <Link to={path('verify/phone')}>
                <Trans id="letter.phone">Use a phone instead</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
