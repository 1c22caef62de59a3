import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { Agency } from '@signet/contracts/registry';
import { call } from '../app/call.ts';
import { agencyOf } from '../app/registry.ts';
import { Page } from '../ui/page.tsx';
import { inOurLanguage } from '../app/in-our-language.ts';

/** Proved, without an agency's request in this tab: the agency that asked at the beginning is remembered by the application. */
export function Component() {
  const { t } = useLingui();
  const [agency, setAgency] = useState<Agency>();
  useEffect(() => {
    const find = async () => {
      const read = await call('readProofing', {});
      const clientId = read.ok ? read.value.application?.agencyClientId : undefined;
      if (clientId != null) setAgency(await agencyOf(clientId));
    };
    void find();
  }, []);
  const name = inOurLanguage(agency?.name);
  return (
    <Page title={t({ id: 'done.title', message: 'You have proved who you are' })}>
      <p>
        <Trans id="done.text">
          It is sealed in your vault. No agency sees any of it until you say so.
        </Trans>
      </p>
      <div className="signet-actions">
        {agency !== undefined && (
          <a className="usa-button" href={agency.initiateLoginUri}>
            <Trans id="done.agency">Go on to {name}</Trans>
          </a>
        )}
        <Link to="/account">
          <Trans id="done.account">Go to your account</Trans>
        </Link>
      </div>
    </Page>
  );
}
