import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import { Link, Outlet, ScrollRestoration, useParams } from 'react-router';
import { call } from './call.ts';
import { SessionWatch } from './session-watch.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { inOurLanguage, type Worded } from './in-our-language.ts';

/** What stands around every page: who we are, and who sent the person here. */
export function Shell() {
  const { uid } = useParams();
  const [name, setName] = useState<Worded>();
  // In the language of the page, also after another one was chosen.
  useLingui();
  const agency = inOurLanguage(name);
  useEffect(() => {
    let current = true;
    const find = async () => {
      if (uid === undefined) return undefined;
      // Whoever comes without an agency does not load what checks the registry; whoever comes with one, while it is asked for.
      const registry = import('./registry.ts');
      const details = await call('readInteraction', {}, { uid });
      const { agencyOf } = await registry;
      return details.ok ? agencyOf(details.value.clientId) : undefined;
    };
    find().then(
      (found) => current && setName(found?.name),
      () => current && setName(undefined),
    );
    return () => {
      current = false;
    };
  }, [uid]);
  return (
    <>
      <a className="usa-skipnav" href="#main">
        <Trans id="shell.skip">Skip to main content</Trans>
      </a>
      <header className="signet-header">
        <div className="signet-header__inner">
          <img src="/seal.svg" alt="" />
          <Link
            className="signet-header__name"
            to={uid === undefined ? '/' : `/interaction/${uid}`}
          >
            Signet
          </Link>
          {agency !== undefined && (
            <span className="signet-header__for">
              <Trans id="shell.for">for {agency}</Trans>
            </span>
          )}
          <LanguageSwitch />
        </div>
      </header>
      <Outlet />
      <footer className="signet-footer">
        <div className="signet-footer__inner">
          <Trans id="shell.promise">
            What you prove here is encrypted in your browser. Only you can open it.
          </Trans>
        </div>
      </footer>
      <SessionWatch />
      <ScrollRestoration />
    </>
  );
}
