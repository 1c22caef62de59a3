import { useEffect, useRef, useState } from 'react';
import { Trans } from '@lingui/react/macro';
import { lock, useUnlocked } from '../vault/vault-session.ts';
import { Button } from '../ui/button.tsx';
import { call } from './call.ts';
import { currentSession } from './guards.ts';

const warnBeforeMs = 2 * 60_000;
const tabs = 'signet-session';

/**
 * Warns two minutes before the session would end for idleness, keeps tabs in step, and wipes the page when it ends. The server is
 * the clock; this only shows it.
 */
export function SessionWatch() {
  const unlocked = useUnlocked();
  const dialog = useRef<HTMLDialogElement>(null);
  const [endsAt, setEndsAt] = useState<number>();

  useEffect(() => {
    if (!unlocked) return;
    const channel = new BroadcastChannel(tabs);
    channel.onmessage = ({ data }) => (data === 'ended' ? leave() : void look());
    const look = async () => {
      const session = await currentSession();
      if (session.stage === 'signed-in')
        setEndsAt(Math.min(Date.parse(session.idleEndsAt), Date.parse(session.absoluteEndsAt)));
      else if (session.stage !== 'enrolling') leave();
    };
    void look();
    const timer = setInterval(() => void look(), 30_000);
    return () => {
      clearInterval(timer);
      channel.close();
    };
  }, [unlocked]);

  useEffect(() => {
    if (!unlocked || endsAt === undefined) return;
    const warn = setTimeout(
      () => dialog.current?.showModal(),
      Math.max(0, endsAt - warnBeforeMs - Date.now()),
    );
    const end = setTimeout(leave, Math.max(0, endsAt - Date.now()));
    return () => {
      clearTimeout(warn);
      clearTimeout(end);
    };
  }, [unlocked, endsAt]);

  const stay = async () => {
    dialog.current?.close();
    const extended = await call('extendSession', {});
    if (!extended.ok) return leave();
    setEndsAt(Date.parse(extended.value.idleEndsAt));
    new BroadcastChannel(tabs).postMessage('extended');
  };
  return (
    <dialog
      ref={dialog}
      className="signet-dialog"
      aria-labelledby="session-warning"
      onCancel={() => void stay()}
    >
      <h2 id="session-warning">
        <Trans id="session.warning.title">Are you still there?</Trans>
      </h2>
      <p>
        <Trans id="session.warning.text">
          You will be signed out in two minutes. Every step that you finished is kept.
        </Trans>
      </p>
      <div className="signet-actions">
        <Button type="button" onClick={() => void stay()}>
          <Trans id="session.warning.stay">Stay signed in</Trans>
        </Button>
        <Button type="button" variant="outline" onClick={() => void signOut()}>
          <Trans id="session.warning.leave">Sign out</Trans>
        </Button>
      </div>
    </dialog>
  );
}

export async function signOut(): Promise<void> {
  await call('endSession', {});
  new BroadcastChannel(tabs).postMessage('ended');
  leave();
}

/** Drops the keys and replaces the page by a fresh one: nothing that was shown stays in memory or behind the back button. */
function leave(): void {
  lock();
  location.replace('/signed-out');
}
