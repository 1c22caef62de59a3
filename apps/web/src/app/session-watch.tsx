import { useCallback, useEffect, useRef, useState } from 'react';
import { Trans } from '@lingui/react/macro';
import { Button } from '../ui/button.tsx';
import { lock, useUnlocked } from '../vault/this-tab.ts';
import { call } from './call.ts';
import { endOf, warnBeforeMs } from './session-clock.ts';

const tabs = 'signet-session';
const lookEveryMs = 30_000;

/**
 * Warns two minutes before the session would end for idleness, keeps tabs in step, and wipes the page when it ends. The server is
 * the clock; this only shows it.
 */
export function SessionWatch() {
  const unlocked = useUnlocked();
  const dialog = useRef<HTMLDialogElement>(null);
  const [endsAt, setEndsAt] = useState<number>();

  /** Answers with the end of the session, or undefined when the network does not: a lost signal ends nothing. */
  const look = useCallback(async () => {
    const session = await call('readSession', {});
    if (!session.ok) return undefined;
    const end = endOf(session.value);
    if (end === 'ended') leave();
    else if (end !== 'never') setEndsAt(end);
    return end;
  }, []);

  useEffect(() => {
    if (!unlocked) return;
    const channel = new BroadcastChannel(tabs);
    channel.addEventListener('message', ({ data }) => (data === 'ended' ? leave() : void look()));
    const timers = [setTimeout(() => void look()), setInterval(() => void look(), lookEveryMs)];
    return () => {
      timers.forEach(clearInterval);
      channel.close();
    };
  }, [unlocked, look]);

  useEffect(() => {
    if (!unlocked || endsAt === undefined) return;
    const left = endsAt - Date.now();
    // Extended here or in another tab: the warning is out of date.
    if (left > warnBeforeMs) dialog.current?.close();
    const warn = async () => {
      const end = await look();
      if (end === undefined || end === endsAt) dialog.current?.showModal();
    };
    const finish = async () => {
      const end = await look();
      if (end === undefined || end === endsAt) leave();
    };
    const timers = [
      setTimeout(() => void warn(), Math.max(0, left - warnBeforeMs)),
      setTimeout(() => void finish(), Math.max(0, left)),
    ];
    return () => timers.forEach(clearTimeout);
  }, [unlocked, endsAt, look]);

  const stay = async () => {
    dialog.current?.close();
    const extended = await call('extendSession', {});
    if (!extended.ok && extended.error.code === 'signed_out') return leave();
    tellTabs('extended');
    await look();
  };
  return (
    <dialog
      ref={dialog}
      className="signet-dialog"
      aria-labelledby="session-warning"
      aria-describedby="session-warning-text"
      onCancel={() => void stay()}
    >
      <h2 id="session-warning">
        <Trans id="session.warning.title">Are you still there?</Trans>
      </h2>
      <p id="session-warning-text">
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
  tellTabs('ended');
  leave();
}

function tellTabs(what: 'extended' | 'ended'): void {
  const channel = new BroadcastChannel(tabs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel belongs to one origin
  channel.postMessage(what);
  channel.close();
}

/** Drops the keys and replaces the page by a fresh one: nothing that was shown stays in memory or behind the back button. */
export function leave(to: '/signed-out' | '/deleted' = '/signed-out'): void {
  lock();
  location.replace(to);
}
