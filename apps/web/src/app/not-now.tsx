import { useState } from 'react';
import { Trans } from '@lingui/react/macro';
import type { Agency } from '@signet/contracts/registry';
import { useJourney } from './journey.ts';
import { Button } from '../ui/button.tsx';
import { inOurLanguage } from './in-our-language.ts';
import { useLeave } from './use-leave.ts';
import { wayBack } from './way-back.ts';

/** Back to the agency: its open request is answered with "no" (`access_denied`); where none is open, its own page for that is next. */
export function NotNow({ agency }: { readonly agency: Agency }) {
  const { uid } = useJourney();
  const leaveFor = useLeave();
  const [busy, setBusy] = useState(false);
  const name = inOurLanguage(agency.name);
  const leave = async () => {
    setBusy(true);
    leaveFor(agency, await wayBack(uid, agency));
  };
  return (
    <Button type="button" variant="outline" busy={busy} onClick={() => void leave()}>
      <Trans id="start-proofing.not-now">Not now, back to {name}</Trans>
    </Button>
  );
}
