import { useEffect, useState } from 'react';
import { Trans } from '@lingui/react/macro';
import type { Agency } from '@signet/contracts/registry';
import { call } from '../app/call.ts';
import { NotNow } from '../app/not-now.tsx';
import { agencyOf } from '../app/registry.ts';

/** The way out for whoever cannot sign in as the agency asks, such as without the passkey that is lost. Nothing where nobody asks. */
export function AskedAgain({ uid }: { readonly uid: string }) {
  const [agency, setAgency] = useState<Agency>();
  useEffect(() => {
    let current = true;
    // What is not found here is said wherever the request goes on.
    whoAsks(uid).then(
      (found) => current && setAgency(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [uid]);
  if (agency === undefined) return null;
  return (
    <>
      <h2>
        <Trans id="sign-in.cannot">If you cannot, or do not want to</Trans>
      </h2>
      <div className="signet-actions">
        <NotNow agency={agency} />
      </div>
      <p>
        <Trans id="sign-in.back-means">
          The agency learns only that you said no. Your account stays as it is.
        </Trans>
      </p>
    </>
  );
}

async function whoAsks(uid: string): Promise<Agency | undefined> {
  const details = await call('readInteraction', {}, { uid });
  return details.ok ? agencyOf(details.value.clientId) : undefined;
}
