import { type ReactNode, useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../../app/call.ts';
import { useJourney } from '../../app/journey.ts';
import { clockTimeWithin } from '../../app/clock-time.ts';
import { problemText } from '../../app/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { usePartOfPage } from '../../ui/use-part-of-page.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { usePhase } from '../phase.ts';
import { openPhotograph } from './seal-photograph.ts';
import { SendLink } from './send-link.tsx';
import { bringPhotographs } from './taken.ts';
import { endsAt, useHandOff } from './use-hand-off.ts';
import type { Shown, Texted, Watched } from './watch-hand-off.ts';

/** At the computer: the code to scan, the words to compare, and what the phone has done so far. */
export function Component() {
  const { t } = useLingui();
  const phase = usePhase('id');
  const [{ round, texted }, setWay] = useState<Way>({ round: 0, texted: undefined });
  usePartOfPage(round);
  return (
    <Page
      title={t({ id: 'hand-off.title', message: 'Take the photos with your phone' })}
      phase={phase}
    >
      <HandOff
        key={round}
        texted={texted}
        onAgain={() => setWay({ round: round + 1, texted: undefined })}
        onSent={(sent) => setWay({ round: round + 1, texted: sent })}
      />
    </Page>
  );
}

/** Each begins anew: a code to scan, or a link that was sent. */
type Way = { readonly round: number; readonly texted: Texted | undefined };

type HandOffProps = {
  readonly texted: Texted | undefined;
  readonly onAgain: () => void;
  readonly onSent: (texted: Texted) => void;
};

function HandOff({ texted, onAgain, onSent }: HandOffProps) {
  const { t } = useLingui();
  const { path } = useJourney();
  const [isSending, setSending] = useState(false);
  const watched = useHandOff(texted, isSending);
  return (
    <>
      {watched.state === 'beginning' && (
        <Waiting text={t({ id: 'hand-off.beginning', message: 'Making a code…' })} />
      )}
      {watched.state === 'failed' && <Problem>{problemText(watched.problem)}</Problem>}
      {watched.state === 'over' && (
        <Problem>
          {watched.why === 'expired' ? (
            <Trans id="hand-off.expired">The code is not valid any more. Make a new one.</Trans>
          ) : (
            <Trans id="hand-off.stopped">
              Somebody ended it at the phone. If that was not you, use this computer instead.
            </Trans>
          )}
        </Problem>
      )}
      {watched.state === 'shown' && (
        <Code shown={watched.shown} texted={texted}>
          <SendLink onSending={setSending} onSent={onSent} />
        </Code>
      )}
      <div className="signet-actions">
        {(texted !== undefined || canBeginAnew(watched)) && (
          <Button
            type="button"
            variant={watched.state === 'shown' ? 'outline' : 'primary'}
            onClick={onAgain}
          >
            <Trans id="hand-off.again">Make a new code</Trans>
          </Button>
        )}
        <Link to={path('verify/id')} onClick={() => void call('endHandOff', {})}>
          <Trans id="hand-off.back">Use this computer instead</Trans>
        </Link>
      </div>
    </>
  );
}

/** Also when the phone is connected: it may have lost its page, and its link works once. */
function canBeginAnew(watched: Watched): boolean {
  if (watched.state === 'shown') return watched.shown.handOff.state !== 'waiting';
  return watched.state !== 'beginning';
}

type CodeProps = {
  readonly shown: Shown;
  readonly texted: Texted | undefined;
  /** What else helps whose phone cannot scan. */
  readonly children: ReactNode;
};

function Code({ shown, texted, children }: CodeProps) {
  const { t } = useLingui();
  const lost = usePhotographs(shown);
  const { state, sides } = shown.handOff;
  const { address } = shown;
  if (lost)
    return (
      <Problem>
        <Trans id="hand-off.lost">
          The photos did not arrive as your phone sent them, so they were not used. Take them again.
        </Trans>
      </Problem>
    );
  const until = clockTimeWithin(endsAt(shown));
  const ending = texted?.phone.slice(-2);
  return (
    <>
      {shown.replaces && texted === undefined && state === 'waiting' && (
        <p role="status">
          <Trans id="hand-off.replaces">
            This is a new code. The one before does not work any more: scan this one with your
            phone.
          </Trans>
        </p>
      )}
      {state === 'waiting' && (
        <>
          <ol>
            <li>
              {texted === undefined ? (
                <Trans id="hand-off.scan">
                  Point your phone’s camera at this code and open the link.
                </Trans>
              ) : (
                <Trans id="hand-off.texted">
                  We sent a text message to the phone that ends in {ending}. Open the link in it.
                </Trans>
              )}
            </li>
            <li>
              {texted === undefined ? (
                <Trans id="hand-off.compare">
                  Your phone must show the same three words as this screen.
                </Trans>
              ) : (
                <Trans id="hand-off.compare-later">
                  Then three words appear here and on your phone. They must be the same.
                </Trans>
              )}
            </li>
            <li>
              <Trans id="hand-off.stay">Keep this page open.</Trans>
            </li>
          </ol>
          {address !== undefined && (
            <QrCode
              text={address}
              label={t({ id: 'hand-off.qr', message: 'Code that opens this on your phone' })}
            />
          )}
        </>
      )}
      {shown.secret !== undefined && (
        <p className="signet-match-words" lang="en" data-testid="match-words">
          {shown.secret.words.join(' · ')}
        </p>
      )}
      <p role="status">
        {state === 'waiting' && texted === undefined && (
          <Trans id="hand-off.waiting">Waiting for your phone. The code works until {until}.</Trans>
        )}
        {state === 'waiting' && texted !== undefined && (
          <Trans id="hand-off.waiting-text">
            Waiting for your phone. The link works until {until}.
          </Trans>
        )}
        {state === 'connected' && sides.length === 0 && (
          <Trans id="hand-off.connected">Your phone is connected. Take the photos there.</Trans>
        )}
        {sides.length > 0 && <Trans id="hand-off.arriving">The photos are arriving.</Trans>}
      </p>
      {state === 'waiting' && address !== undefined && (
        <details>
          <summary>
            <Trans id="hand-off.no-scan">Your phone cannot scan it?</Trans>
          </summary>
          {children}
          <p>
            <Trans id="hand-off.copy">
              Or copy the link and send it to your own phone. Whoever has it can take photos for you
              until {until}, and can see nothing.
            </Trans>
          </p>
          <div className="signet-actions">
            <CopyButton text={address} />
          </div>
        </details>
      )}
    </>
  );
}

/** Fetches the photographs when both are there, opens them, and goes on; true when they did not open. */
function usePhotographs({ handOff: { state, id }, secret }: Shown): boolean {
  const { go } = useJourney();
  const [lost, setLost] = useState(false);
  const sealingKey = secret?.sealingKey;
  useEffect(() => {
    if (state !== 'complete') return;
    const fetchPhotographs = async () => {
      const sent = await call('readHandOffPhotographs', {});
      if (!sent.ok || sent.value.id !== id || sealingKey === undefined) return setLost(true);
      const { front, back } = sent.value;
      bringPhotographs({
        front: await openPhotograph(sealingKey, { id, side: 'front' }, front),
        ...(back === undefined
          ? {}
          : { back: await openPhotograph(sealingKey, { id, side: 'back' }, back) }),
      });
      await call('endHandOff', {});
      go('verify/id');
    };
    fetchPhotographs().catch(() => setLost(true));
  }, [state, id, sealingKey, go]);
  return lost;
}
