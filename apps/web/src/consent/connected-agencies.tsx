import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { inOurLanguage } from '../app/in-our-language.ts';
import { problemText } from '../app/problem-text.ts';
import { useReading } from '../app/use-reading.ts';
import { Alert } from '../ui/alert.tsx';
import { Page } from '../ui/page.tsx';
import { rememberStop } from './agreements.ts';
import { readConnected, type Connected, type ConnectedAgencies } from './connected.ts';
import { Connections } from './connections.tsx';

/** Whom the person shares with, what and since when, as their own vault and the bff's receipts have it; and how to stop. */
export function Component() {
  const { t } = useLingui();
  const [connected, setConnected] = useState<ConnectedAgencies>();
  const [stopped, setStopped] = useState<Pick<Connected, 'name'>>();
  const reading = useReading(async (isLatest) => {
    const found = await readConnected();
    // What stood there before one was stopped would say that it was not.
    if (isLatest()) setConnected(found.ok ? found.value : undefined);
    return found.ok ? undefined : found.error;
  });

  const stop = async ({ clientId, name }: Connected) => {
    const ended = await call('stopSharing', { clientId });
    if (!ended.ok && ended.error.code !== 'not_found')
      return [{ message: problemText(ended.error) }];
    const noted = await rememberStop(clientId);
    if (!noted.ok) return [{ message: problemText(noted.error) }];
    setStopped({ name });
    await reading.again();
    return [];
  };
  const name = inOurLanguage(stopped?.name);
  return (
    <Page title={t({ id: 'agencies.title', message: 'Connected agencies' })}>
      <p>
        <Trans id="agencies.intro">
          What you agreed to share, and with whom. The list is sealed in your vault; it holds what
          was shared and when, not the values.
        </Trans>
      </p>
      {stopped !== undefined && (
        <Alert kind="success" answer={stopped}>
          <p>
            <Trans id="agencies.stopped">
              You no longer share with {name}. If you go there again, you are asked anew.
            </Trans>
          </p>
        </Alert>
      )}
      <Loaded {...reading}>
        {connected !== undefined && <Connections {...connected} onStop={stop} />}
      </Loaded>
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
