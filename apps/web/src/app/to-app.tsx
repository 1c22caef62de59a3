import { useEffect, useRef, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Page } from '../ui/page.tsx';
import { appLink, type AppLink } from './app-link.ts';
import { inOurLanguage } from './in-our-language.ts';

type Standing = 'to press' | 'pressed' | 'late';

/**
 * AGENCY-52: the last step to an app is the person's own. One press is enough, and no more are offered once the app took over: a code that
 * comes twice ends what it opened (AGENCY-7).
 */
export function Component() {
  const { t } = useLingui();
  const [link] = useState(appLink.read);
  const [standing, setStanding] = useState<Standing>('to press');
  const pressed = useRef(false);
  useEffect(() => {
    if (link === undefined || standing !== 'to press') return;
    const end = (how: Standing) => {
      appLink.forget();
      setStanding(how);
    };
    const look = () => {
      if (Date.now() >= link.until) end('late');
      else if (document.visibilityState === 'hidden' && pressed.current) end('pressed');
    };
    look();
    const clock = setInterval(look, 1_000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(clock);
      document.removeEventListener('visibilitychange', look);
    };
  }, [link, standing]);

  if (link === undefined || standing === 'late') {
    return (
      <Page title={t({ id: 'to-app.late', message: 'Begin again in the app' })}>
        <p>
          <Trans id="to-app.late.text">
            This page cannot take you back to the app any more: it waited for too long, or was
            loaded anew. Open the app yourself and begin there again. What you proved stays sealed
            here.
          </Trans>
        </p>
        <Website link={link} />
      </Page>
    );
  }
  const name = inOurLanguage(link.agency.name);
  if (standing === 'pressed') {
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
  return (
    <Page title={t({ id: 'to-app.title', message: 'Go back to the app' })}>
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
        <a
          className="usa-button"
          href={link.address.href}
          onClick={() => void (pressed.current = true)}
        >
          <Trans id="to-app.go">Back to the app of {name}</Trans>
        </a>
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

function Outcome({ link }: { readonly link: AppLink }) {
  const name = inOurLanguage(link.agency.name);
  const { searchParams } = link.address;
  if (searchParams.has('code')) {
    return (
      <Trans id="to-app.yes">
        What you agreed to waits for <strong>{name}</strong> for five minutes. Only the app in which
        you began can fetch it.
      </Trans>
    );
  }
  if (searchParams.get('error') === 'access_denied') {
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
