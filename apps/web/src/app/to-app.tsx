import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { Trans, useLingui } from '@lingui/react/macro';
import { codeLivesMs } from '@signet/contracts/consent';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { appLink, type AppLink, type FetchAnswer } from './app-link.ts';
import type { CallProblem } from './call.ts';
import { inOurLanguage } from './in-our-language.ts';
import { useJourney } from './journey.ts';
import { problemText } from './problem-text.ts';

type Standing =
  | { readonly is: 'to press'; readonly problem?: CallProblem }
  | { readonly is: 'fetching' }
  | { readonly is: 'opening'; readonly address: URL; readonly until: number }
  | { readonly is: 'opened' }
  | { readonly is: 'changed'; readonly problem: CallProblem }
  | { readonly is: 'late' };

/**
 * AGENCY-52: the last step to an app is the person's own, and has the code made, so that it lives no longer for their sake (AGENCY-7). No second press is
 * offered: there is one code for one yes, and one that comes twice ends what it opened.
 */
export function Component() {
  const { t } = useLingui();
  const { path } = useJourney();
  const [link] = useState(appLink.read);
  const [standing, setStanding] = useState<Standing>({ is: 'to press' });
  const [failure, setFailure] = useState<Error>();
  const pressed = useRef(false);
  useEffect(() => {
    if (link === undefined || ['fetching', 'opened', 'changed', 'late'].includes(standing.is))
      return;
    const until = standing.is === 'opening' ? standing.until : link.until;
    const end = (is: 'opened' | 'late') => {
      appLink.forget();
      setStanding({ is });
    };
    const look = () => {
      if (Date.now() >= until) end('late');
      else if (document.visibilityState === 'hidden' && pressed.current) end('opened');
    };
    look();
    const clock = setInterval(look, 1_000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(clock);
      document.removeEventListener('visibilitychange', look);
    };
  }, [link, standing]);

  const press = async (fetchAnswer: FetchAnswer) => {
    if (pressed.current) return;
    pressed.current = true;
    setStanding({ is: 'fetching' });
    const until = Date.now() + codeLivesMs;
    const answer = await fetchAnswer();
    if (answer.ok) {
      appLink.forget();
      setStanding({ is: 'opening', address: answer.value, until });
      location.assign(answer.value);
    } else if (answer.error.code === 'interaction_gone') {
      appLink.forget();
      setStanding({ is: 'late' });
    } else if (answer.error.code === 'agency_changed') {
      appLink.forget();
      setStanding({ is: 'changed', problem: answer.error });
    } else {
      pressed.current = false;
      setStanding({ is: 'to press', problem: answer.error });
    }
  };

  // The page of the app that says what cannot be trusted.
  if (failure !== undefined) throw failure;
  if (link === undefined || standing.is === 'late') {
    return (
      <Page title={t({ id: 'to-app.late', message: 'Begin again in the app' })}>
        <p>
          <Trans id="to-app.late.text">
            This page cannot take you back to the app any more: it waited for too long, was loaded
            anew, or you signed out. Open the app yourself and begin there again. What you proved
            stays sealed here.
          </Trans>
        </p>
        <Website link={link} />
      </Page>
    );
  }
  const name = inOurLanguage(link.agency.name);
  if (standing.is === 'changed') {
    return (
      <Page title={t({ id: 'to-app.changed', message: 'Read the question again' })}>
        <Alert kind="error" answer>
          {problemText(standing.problem)}
        </Alert>
        <div className="signet-actions">
          <Link className="usa-button" to={path('consent')} replace>
            <Trans id="to-app.changed.read">See what {name} asks now</Trans>
          </Link>
        </div>
      </Page>
    );
  }
  if (standing.is === 'opened') {
    return (
      <Page title={t({ id: 'to-app.pressed', message: 'You can close this page' })}>
        <p>
          <Trans id="to-app.pressed.text">
            You went back to the app of {name}. If it did not open, or does not know you, begin
            there again.
          </Trans>
        </p>
        <Website link={link} />
      </Page>
    );
  }
  if (standing.is === 'opening') {
    return (
      <Page title={t({ id: 'to-app.opening', message: 'The app opens now' })}>
        <Alert
          kind="info"
          answer
          heading={t({ id: 'to-app.opening.nothing', message: 'If nothing opened' })}
        >
          <Trans id="to-app.opening.text">
            <a href={standing.address.href}>Open the app of {name}</a> within a minute. After that
            this page cannot take you there: begin again in the app.
          </Trans>
        </Alert>
        <p>
          <Trans id="to-app.opening.neither">
            If the link opens nothing either, the app is not on this device, or your browser may not
            open it.
          </Trans>
        </p>
        <Website link={link} />
      </Page>
    );
  }
  const { answer } = link;
  return (
    <Page title={t({ id: 'to-app.title', message: 'Go back to the app' })}>
      {standing.is === 'to press' && standing.problem !== undefined && (
        <Alert kind="error" answer>
          {problemText(standing.problem)}
        </Alert>
      )}
      <p>
        <Outcome link={link} />
      </p>
      <p>
        <Trans id="to-app.press">
          Press the button to go back. Your browser may ask whether it may open the app, or which
          one: choose the one of {name}.
        </Trans>
      </p>
      <div className="signet-actions">
        {answer instanceof URL ? (
          <a
            className="usa-button"
            href={answer.href}
            onClick={() => void (pressed.current = true)}
          >
            <Trans id="to-app.go">Back to the app of {name}</Trans>
          </a>
        ) : (
          <Button
            type="button"
            busy={standing.is === 'fetching'}
            onClick={() => void press(answer).catch(setFailure)}
          >
            <Trans id="to-app.go">Back to the app of {name}</Trans>
          </Button>
        )}
      </div>
      <h2>
        <Trans id="to-app.nothing">If nothing opens</Trans>
      </h2>
      <p>
        <Trans id="to-app.nothing.text">
          Then the app is not on this device, or your browser may not open it. Open the app
          yourself, where you have it, and begin there again.
        </Trans>
      </p>
      <Website link={link} />
    </Page>
  );
}

function Outcome({ link: { agency, answer } }: { readonly link: AppLink }) {
  const name = inOurLanguage(agency.name);
  if (!(answer instanceof URL)) {
    return (
      <Trans id="to-app.yes">
        What you agreed to waits here, sealed, for three and a half minutes. <strong>{name}</strong>{' '}
        can have it once you press, for one minute, and only in the app in which you began.
      </Trans>
    );
  }
  if (answer.searchParams.get('error') === 'access_denied') {
    return (
      <Trans id="to-app.no">
        Nothing was shared. The app of <strong>{name}</strong> learns only that you said no.
      </Trans>
    );
  }
  return (
    <Trans id="to-app.error">
      Nothing was shared. The app of <strong>{name}</strong> asked for something that cannot be had
      here, and learns why.
    </Trans>
  );
}

/** For whoever does not have the app here. */
function Website({ link }: { readonly link: AppLink | undefined }) {
  if (link === undefined) return null;
  const name = inOurLanguage(link.agency.name);
  return (
    <p>
      <a href={link.agency.homepage}>
        <Trans id="to-app.website">Go to the website of {name}</Trans>
      </a>
    </p>
  );
}
