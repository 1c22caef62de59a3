import { useState } from 'react';
import { Trans } from '@lingui/react/macro';
import type { Agency } from '@signet/contracts/registry';
import { call } from '../app/call.ts';
import { useJourney } from '../app/journey.ts';
import { resume } from '../app/interaction.ts';
import { Button } from '../ui/button.tsx';
import { inOurLanguage } from '../app/in-our-language.ts';

/** Back to the agency: its open request is answered with "no" (`access_denied`); where none is open, its own page for that is next. */
export function NotNow({ agency }: { readonly agency: Agency }) {
  const { uid } = useJourney();
  const [busy, setBusy] = useState(false);
  const name = inOurLanguage(agency.name);
  const leave = async () => {
    setBusy(true);
    const refused = uid === undefined ? undefined : await call('refuseConsent', {}, { uid });
    const next = refused?.ok === true ? await resume(refused.value.resume) : undefined;
    location.assign(next?.ok === true ? next.value.href : agency.failureUri);
  };
  return (
    <Button type="button" variant="outline" busy={busy} onClick={() => void leave()}>
      <Trans id="start-proofing.not-now">Not now, back to {name}</Trans>
    </Button>
  );
}
