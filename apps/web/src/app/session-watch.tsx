import { useEffect, useRef, useState } from 'react';
import { Trans } from '@lingui/react/macro';
import { useMatches } from 'react-router';
import { Button } from '../ui/button.tsx';
import { isUnlocked, useHoldsKeys } from '../vault/this-tab.ts';
import { call } from './call.ts';
import type { SessionState } from './guards.ts';
import { leave } from './leave.ts';
import { hearTabs, tellTabs } from './other-tabs.ts';
import { goesWithPage } from './page-account.ts';
import { isBegun, type Begun } from './session-clock.ts';
import { hearSignOut, signOut } from './sign-out.ts';
import { watchSession, type Showing } from './watch-session.ts';

/**
 * Warns two minutes before the session would end, keeps tabs in step, and wipes the page when it ends. Whoever was only away can
 * stay; twelve hours after signing in that is not offered. The server is the clock; this only shows it.
 */
export function SessionWatch() {
  const isOfSession = useMatches().some(({ loaderData }) => reached(loaderData));
  // A page may show a secret where no vault is open: codes, the key of an app. And a key may wait for a second step.
  const isWatched = useHoldsKeys() || isOfSession;
  const dialog = useRef<HTMLDialogElement>(null);
  const watching = useRef<ReturnType<typeof watchSession>>(undefined);
  const [showing, setShowing] = useState<Showing | 'last-warning-read'>('nothing');

  useEffect(() => {
    if (!isWatched) return;
    const show = (what: Showing) => {
      if (what === 'end') return leave();
      if (what === 'end-elsewhere') return leave('/signed-out?elsewhere');
      setShowing((before) =>
        before === 'last-warning-read' && what === 'last-warning' ? before : what,
      );
    };
    const watch = watchSession({ ask: readSession, isOurs, show });
    watching.current = watch;
    const hearNoMore = hearTabs((word) => {
      if (word === 'leaving' || word === 'ended') return hearSignOut(word);
      if (word === 'begun') return leave('/signed-out?elsewhere');
      if (word === 'vault-changed') return void readAgain();
      watch.overtake();
      void watch.look();
    });
    // A tab in the background is slowed down, and a computer sleeps: whoever comes back is told at once.
    const seen = () => {
      if (document.visibilityState === 'visible') void watch.look();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      watch.stop();
      hearNoMore();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [isWatched]);

  const warns = showing === 'warning' || showing === 'last-warning';
  useEffect(() => {
    if (!warns) dialog.current?.close();
    else if (dialog.current?.open === false) dialog.current.showModal();
  }, [warns]);

  const stay = async () => {
    setShowing('nothing');
    watching.current?.overtake();
    const extended = await call('extendSession', {});
    if (!extended.ok && extended.error.code === 'signed_out') return leave();
    tellTabs('extended');
    watching.current?.overtake();
    await watching.current?.look();
  };
  const isLast = showing === 'last-warning';
  const read = () => setShowing('last-warning-read');
  return (
    <dialog
      ref={dialog}
      className="signet-dialog"
      aria-labelledby="session-warning"
      aria-describedby="session-warning-text"
      onCancel={() => (isLast ? read() : void stay())}
    >
      <h2 id="session-warning">
        {isLast ? (
          <Trans id="session.last.title">You will be signed out soon</Trans>
        ) : (
          <Trans id="session.warning.title">Are you still there?</Trans>
        )}
      </h2>
      <p id="session-warning-text">
        {isLast ? (
          <Trans id="session.last.text">
            You signed in nearly 12 hours ago, and nobody stays signed in for longer. In two minutes
            you will be signed out, and can sign in again right away. Every step that you finished
            is kept.
          </Trans>
        ) : (
          <Trans id="session.warning.text">
            You will be signed out in two minutes. Every step that you finished is kept.
          </Trans>
        )}
      </p>
      <div className="signet-actions">
        {isLast ? (
          <Button type="button" onClick={read}>
            <Trans id="session.last.read">OK</Trans>
          </Button>
        ) : (
          <Button type="button" onClick={() => void stay()}>
            <Trans id="session.warning.stay">Stay signed in</Trans>
          </Button>
        )}
        <Button type="button" variant="outline" onClick={() => void signOut()}>
          <Trans id="session.warning.leave">Sign out</Trans>
        </Button>
      </div>
    </dialog>
  );
}

/** Whether a page is only for those who gave a first factor, as its guard found (`guards.ts`): what they gave may wait in this tab. */
function reached(found: unknown): boolean {
  const session = found as SessionState | undefined;
  return typeof session?.stage === 'string' && isBegun(session);
}

async function readSession() {
  const session = await call('readSession', {});
  return session.ok ? session.value : undefined;
}

/** Whoever has no vault open here reads it when it opens. */
async function readAgain(): Promise<void> {
  if (isUnlocked()) await (await import('../vault/vault-session.ts')).takeOver();
}

/** Whoever has the keys of an open vault gave both factors: one who gave the first is somebody who signs in anew. */
function isOurs(session: Begun): boolean {
  return goesWithPage(session) && !(session.stage === 'first-factor' && isUnlocked());
}
