import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { arrivalDays } from '@signet/contracts/policy/destination';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { changeDraft } from './draft.ts';
import { NotNow } from '../app/not-now.tsx';
import { usePhase } from './phase.ts';
import { useAgency } from './use-agency.ts';
import type { Wizard } from './wizard.ts';
import { inOurLanguage } from '../app/in-our-language.ts';

/** Before anything is asked: who asks, why, what it takes, what is kept. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('start');
  const { application, draft } = useLoaderData<Wizard>();
  const agency = useAgency(application);
  const submit = async (fields: FormData) => {
    if (fields.get('agreed') === null) {
      return [
        {
          field: 'agreed',
          message: t({
            id: 'start-proofing.must-agree',
            message: 'To go on, agree that we check your information.',
          }),
        },
      ];
    }
    const kept = await changeDraft(draft, { ...draft, agreed: true });
    if (!kept.ok) return [{ message: problemText(kept.error) }];
    go('verify/id');
    return [];
  };
  const [first, last] = arrivalDays(false);
  const [firstFar, lastFar] = arrivalDays(true);
  const name = inOurLanguage(agency?.name);
  return (
    <Page
      title={t({ id: 'start-proofing.title', message: 'Before you prove who you are' })}
      phase={phase}
    >
      {name !== undefined && (
        <p>
          <Trans id="start-proofing.who">
            <strong>{name}</strong> asks Signet to make sure that you are you. It takes about five
            minutes, once.
          </Trans>
        </p>
      )}
      <h2>
        <Trans id="start-proofing.need">Have these ready</Trans>
      </h2>
      <ul>
        <li>
          <Trans id="start-proofing.need-id">Your driver’s license or state ID card</Trans>
        </li>
        <li>
          <Trans id="start-proofing.need-ssn">Your Social Security number</Trans>
        </li>
        <li>
          <Trans id="start-proofing.need-way">
            A US phone in your name, or an address where a letter reaches you
          </Trans>
        </li>
      </ul>
      <h2>
        <Trans id="start-proofing.ways">Three ways to go on</Trans>
      </h2>
      <ul>
        <li>
          <Trans id="start-proofing.way-phone">
            <strong>By phone:</strong> a code to a phone in your name. Done in about five minutes.
          </Trans>
        </li>
        <li>
          <Trans id="start-proofing.way-letter">
            <strong>By letter:</strong> a code to your address, in {first} to {last} days; to
            Alaska, Hawaii, the territories and military addresses in {firstFar} to {lastFar}. You
            choose it after your information was checked.
          </Trans>
        </li>
        <li>
          {application.agencyClientId === null ? (
            <Trans id="start-proofing.way-later">
              <strong>Not now:</strong> leave this page. Nothing was asked yet; sign in and begin
              whenever you like.
            </Trans>
          ) : (
            <Trans id="start-proofing.way-agency">
              <strong>Not now:</strong> go back to the agency and ask for another way. Nothing is
              sent to it but that you did not go on.
            </Trans>
          )}
        </li>
      </ul>
      <h2>
        <Trans id="start-proofing.checked">What we check</Trans>
      </h2>
      <p>
        <Trans id="start-proofing.checks">
          A document checker looks at the photos of your ID. Your state’s motor vehicle agency, a
          records bureau and Social Security tell us whether your information is right, an address
          list whether you are known there, and your phone company whether the phone is yours. A
          fraud check is told no name and no number. They answer us and keep nothing.
        </Trans>
      </p>
      <h2>
        <Trans id="start-proofing.kept">What we keep</Trans>
      </h2>
      <p>
        <Trans id="start-proofing.keeps">
          Your photos are not kept. What was verified is encrypted in your browser, under your
          password. We store it, and not even we can read it. You can stop at any time and go on
          later, here or on another device.
        </Trans>
      </p>
      <Form onSubmit={submit} waiting={t({ id: 'start-proofing.waiting', message: 'One moment…' })}>
        {({ busy }) => (
          <>
            <Checkbox name="agreed">
              <Trans id="start-proofing.agree">
                I agree that Signet checks my information in this way.
              </Trans>
            </Checkbox>
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="start-proofing.go">Start</Trans>
              </Button>
              {agency !== undefined && <NotNow agency={agency} />}
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
