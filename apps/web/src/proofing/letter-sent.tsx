import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import type { LetterView } from '@signet/contracts/letter';
import { call, type CallProblem } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { clockTime, clockTimeWithin } from '../app/clock-time.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import { isOnItsWay, letterDay, useLetterTexts } from '../vault/letter-texts.tsx';
import { usePhase } from './phase.ts';
import { attemptsLeft, resetsAt } from './submit-step.ts';
import { useAgency } from './use-agency.ts';
import { useLetterRaises } from './use-letter-raises.ts';
import type { Wizard } from './wizard.ts';
import { inOurLanguage } from '../app/in-our-language.ts';

/** How the letter stands, and what one can do: wait, enter the code, send it again, use a phone, give it up. */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const phase = usePhase('letter-sent');
  const { application, draft } = useLoaderData<Wizard>();
  const raises = useLetterRaises(draft);
  const { statusOf } = useLetterTexts();
  const [letter, setLetter] = useState<LetterView | CallProblem>();
  const agency = useAgency(application);
  usePartOfPage(letter !== undefined && !('type' in letter));
  useEffect(() => {
    void readLetter().then(setLetter);
  }, []);
  const notYet = t({ id: 'tracker.not-yet', message: 'Not yet' });
  const cancel = async () => {
    const cancelled = await call('cancelLetter', {});
    if (!cancelled.ok) return [{ message: problemText(cancelled.error) }];
    go('verify/phone');
    return [];
  };
  if (letter === undefined) return null;
  if ('type' in letter) {
    return (
      <Page title={t({ id: 'tracker.title', message: 'Your letter' })} phase={phase}>
        <Alert
          kind="error"
          answer={letter}
          heading={t({ id: 'tracker.unknown', message: 'How it stands cannot be told now' })}
        >
          <p>{problemText(letter)}</p>
        </Alert>
        <Button type="button" onClick={() => void readLetter().then(setLetter)}>
          <Trans id="tracker.look-again">Look again</Trans>
        </Button>
      </Page>
    );
  }
  const again =
    attemptsLeft(application, 'send-letter') > 0 ? undefined : resetsAt(application, 'send-letter');
  const when = again === undefined ? '' : clockTimeWithin(again);
  const name = inOurLanguage(agency?.name);
  const phoneToo = raises && isOnItsWay(letter) && draft.phoneConfirmed !== true;
  /** The phone is confirmed; only the letter is missing. Once it cannot come any more the phone alone is a way again. */
  const waitsForLetter = isOnItsWay(letter) && draft.phoneConfirmed === true;
  const isMailed = letter.mailedAt !== null;
  return (
    <Page title={t({ id: 'tracker.title', message: 'Your letter' })} phase={phase}>
      <Alert kind={isOnItsWay(letter) ? 'info' : 'warning'} heading={statusOf(letter).heading}>
        <p>{statusOf(letter).advice}</p>
        {waitsForLetter && (
          <p>
            <Trans id="tracker.phone-done">
              Your phone is confirmed. With the code of the letter you reach IAL2.
            </Trans>
          </p>
        )}
        {phoneToo && (
          <p>
            <Trans id="tracker.phone-next">
              Meanwhile you can confirm a phone in your name. With both you reach IAL2.
            </Trans>
          </p>
        )}
      </Alert>
      <SummaryList
        rows={[
          {
            term: t({ id: 'tracker.asked', message: 'Asked for' }),
            value: letterDay(letter.requestedAt),
          },
          {
            term: t({ id: 'tracker.printed', message: 'Printed' }),
            value: letter.printedAt === null ? notYet : letterDay(letter.printedAt),
          },
          {
            term: t({ id: 'tracker.mailed', message: 'Given to the post' }),
            value: letter.mailedAt === null ? notYet : letterDay(letter.mailedAt),
          },
          ...(isOnItsWay(letter) && letter.codeExpiresAt !== null
            ? [
                {
                  term: t({ id: 'tracker.expected', message: 'Expected between' }),
                  value: `${letterDay(letter.expectedFrom)} – ${letterDay(letter.expectedUntil)}`,
                },
                {
                  term: t({ id: 'tracker.until', message: 'Its code works until' }),
                  value: clockTime(letter.codeExpiresAt),
                },
              ]
            : []),
        ]}
      />
      {(isOnItsWay(letter) || agency !== undefined) && (
        <div className="signet-actions">
          {phoneToo && (
            <Link
              className={isMailed ? 'usa-button usa-button--outline' : 'usa-button'}
              to={path('verify/phone')}
            >
              <Trans id="tracker.phone-too">Confirm a phone as well</Trans>
            </Link>
          )}
          {isOnItsWay(letter) && (
            <Link
              // Nothing asks for a code that nobody can have yet.
              className={isMailed ? 'usa-button' : 'usa-button usa-button--outline'}
              to={path('verify/letter-code')}
            >
              <Trans id="tracker.enter">Enter the code</Trans>
            </Link>
          )}
          {agency !== undefined && (
            <a href={agency.failureUri}>
              {isOnItsWay(letter) ? (
                <Trans id="tracker.agency">Back to {name}; I will come back with the letter</Trans>
              ) : (
                <Trans id="tracker.leave">Back to {name}</Trans>
              )}
            </a>
          )}
        </div>
      )}
      <h2>
        {isOnItsWay(letter) ? (
          <Trans id="tracker.other">If it does not come</Trans>
        ) : (
          <Trans id="tracker.now">What you can do</Trans>
        )}
      </h2>
      <ul>
        <li>
          {again === undefined ? (
            <Link to={path('verify/letter')}>
              <Trans id="tracker.again">Send another letter</Trans>
            </Link>
          ) : (
            <Trans id="tracker.again-at">You can ask for another letter from {when}.</Trans>
          )}
        </li>
        {application.state === 'code-sent' && draft.phone !== undefined && (
          <li>
            <Link to={path('verify/code')}>
              <Trans id="tracker.code">Finish with the phone that got a code</Trans>
            </Link>
          </li>
        )}
        {!waitsForLetter && !phoneToo && (
          <li>
            <Link to={path('verify/phone')}>
              <Trans id="tracker.phone">Use a phone in your name instead</Trans>
            </Link>
          </li>
        )}
        <li>
          <Link to={path('verify/id')}>
            <Trans id="tracker.other-id">Begin again with new photos of an ID</Trans>
          </Link>
        </li>
      </ul>
      {isOnItsWay(letter) && (
        <Form
          onSubmit={cancel}
          waiting={t({ id: 'tracker.cancelling', message: 'Cancelling the letter…' })}
        >
          {({ busy }) => (
            <>
              <p>
                <Trans id="tracker.voids">
                  If you do not wait for it, its code is worth nothing, even if it still comes.
                </Trans>
              </p>
              <Button variant="outline" busy={busy}>
                {waitsForLetter ? (
                  <Trans id="tracker.without">Go on with the phone alone</Trans>
                ) : (
                  <Trans id="tracker.cancel">Cancel the letter</Trans>
                )}
              </Button>
            </>
          )}
        </Form>
      )}
    </Page>
  );
}

async function readLetter(): Promise<LetterView | CallProblem> {
  const read = await call('readLetters', {});
  if (!read.ok) return read.error;
  const letter = read.value.letters.find(({ purpose }) => purpose === 'code');
  return letter ?? { type: 'problem', code: 'not_found' };
}
