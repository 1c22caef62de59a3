import { useCallback, useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { rememberStop } from './agreements.ts';
import { useClaimTexts } from './claim-rows.tsx';
import { readConnected, type Connected, type ConnectedAgencies } from './connected.ts';
import { dayOf, daysOf } from './reason.tsx';

/** Whom the person shares with, what and since when, as their own vault and the bff's receipts have it; and how to stop. */
export function Component() {
  const { t } = useLingui();
  const [connected, setConnected] = useState<ConnectedAgencies>();
  const [problem, setProblem] = useState<string>();
  const [stopped, setStopped] = useState<string>();
  const show = useCallback((found: Awaited<ReturnType<typeof readConnected>>) => {
    if (found.ok) setConnected(found.value);
    else setProblem(problemText(found.error));
  }, []);
  useEffect(() => {
    readConnected().then(show, () => setProblem(problemText({ code: 'temporarily_unavailable' })));
  }, [show]);

  const stop = async ({ clientId, name }: Connected) => {
    const ended = await call('stopSharing', { clientId });
    if (!ended.ok && ended.error.code !== 'not_found')
      return [{ message: problemText(ended.error) }];
    const noted = await rememberStop(clientId);
    if (!noted.ok) return [{ message: problemText(noted.error) }];
    setStopped(name);
    show(await readConnected());
    return [];
  };
  return (
    <Page title={t({ id: 'agencies.title', message: 'Connected agencies' })}>
      <p>
        <Trans id="agencies.intro">
          What you agreed to share, and with whom. The list is sealed in your vault; it holds what
          was shared and when, not the values.
        </Trans>
      </p>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {stopped !== undefined && (
        <Alert kind="success" answer>
          <p>
            <Trans id="agencies.stopped">
              You no longer share with {stopped}. If you go there again, you are asked anew.
            </Trans>
          </p>
        </Alert>
      )}
      {connected?.rows.length === 0 && (
        <p>
          <Trans id="agencies.none">You have not shared anything with an agency yet.</Trans>
        </p>
      )}
      {connected?.rows.map((one) => (
        <Connection key={one.clientId} {...one} onStop={() => stop(one)} />
      ))}
      {connected !== undefined && connected.forgotten > 0 && (
        <p>
          <Trans id="agencies.forgotten">
            Your vault remembers 60 agencies at most. Of those you agreed with longest ago it kept
            no note, nor of what was shared with them. If you still share with one of them, it
            stands here as an agency that your vault does not know of.
          </Trans>
        </p>
      )}
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}

type Props = Connected & { readonly onStop: () => Promise<{ message: string }[]> };

function Connection({
  name,
  claims,
  agreedAt,
  stoppedAt,
  stoodAt,
  shared,
  isCutShort,
  isKnownHere,
  onStop,
}: Props) {
  const { t } = useLingui();
  const { nameOf } = useClaimTexts();
  const on = daysOf(agreedAt);
  const until = stoppedAt === null ? '' : dayOf(stoppedAt);
  const again = stoodAt === null ? '' : dayOf(stoodAt);
  const what = claims.map(nameOf).join(', ');
  const oldest = dayOf(shared.at(-1)?.at ?? agreedAt[0] ?? '');
  return (
    <section className="signet-card" aria-label={name}>
      <h2>{name}</h2>
      <p>
        {stoppedAt === null ? (
          <Trans id="agencies.since">You agreed on {on}.</Trans>
        ) : (
          <Trans id="agencies.until">
            You agreed on {on} and stopped on {until}.
          </Trans>
        )}
      </p>
      <p>
        <Trans id="agencies.what">Shared: {what}</Trans>
      </p>
      {stoodAt !== null && (
        <p>
          <Trans id="agencies.stood">
            On {again} it was told the same again without asking you, because you were signed in.
          </Trans>
        </p>
      )}
      {!isKnownHere && (
        <Alert
          kind="warning"
          heading={t({ id: 'agencies.unknown', message: 'Your vault does not know of this' })}
        >
          <p>
            <Trans id="agencies.unknown.text">
              Signet’s server has a receipt of it and your vault has no note. That happens when a
              note could not be kept. If you do not remember agreeing, stop sharing.
            </Trans>
          </p>
        </Alert>
      )}
      {shared.length > 0 && (
        <details>
          <summary>
            <Trans id="agencies.history">When it was shared</Trans>
          </summary>
          <ul>
            {shared.map(({ at, claims: these }) => (
              <li key={at}>
                {dayOf(at)}: {these.map(nameOf).join(', ')}
              </li>
            ))}
          </ul>
          {isCutShort && (
            <p>
              <Trans id="agencies.history-cut-short">
                This goes back to {oldest}. Of what was shared before, no list is kept.
              </Trans>
            </p>
          )}
        </details>
      )}
      {stoppedAt === null && (
        <Form onSubmit={onStop} waiting={t({ id: 'agencies.stopping', message: 'Stopping…' })}>
          {({ busy }) => (
            <>
              <p>
                <Trans id="agencies.stop.means">
                  Stopping ends {name}’s access here and now. It does not take back what {name} has
                  received.
                </Trans>
              </p>
              <Button variant="outline" busy={busy}>
                <Trans id="agencies.stop">Stop sharing with {name}</Trans>
              </Button>
            </>
          )}
        </Form>
      )}
    </section>
  );
}
