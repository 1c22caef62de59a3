import type { Result } from '@signet/contracts/result';
import { lock } from '../vault/this-tab.ts';
import { call, type CallProblem } from './call.ts';
import { inTime } from './in-time.ts';
import { drop, leave } from './leave.ts';
import { hearTabs, tellTabs } from './other-tabs.ts';
import { goesWithPage } from './page-account.ts';
import { isBegun } from './session-clock.ts';

/** Nobody waits for longer to see the page go. The request goes on. */
const patienceMs = 5_000;
/** By then the tab that signs out has mostly been answered. */
const aMomentMs = 1_000;

/** `another`: who is signed in here is somebody else by now, and is not signed out. */
type End = 'ended' | 'another' | 'unsure';

const farewells = {
  ended: '/signed-out',
  another: '/signed-out?elsewhere',
  unsure: '/signed-out?unsure',
} as const satisfies Record<End, string>;

/** Drops the keys of all tabs, and what they show, at once, whatever the bff says; that the session has ended is only said if it has. */
export async function signOut(): Promise<void> {
  const answer = endSession();
  drop();
  tellTabs('leaving');
  const ended = await inTime(answer, patienceMs);
  leave(farewells[ended === undefined ? 'unsure' : endOf(ended)]);
}

/** If it ended, no tab has keys any more, whatever comes of the page that asked. */
export async function endSession(): Promise<Result<unknown, CallProblem>> {
  const ended = await call('endSession', {}, {}, true);
  if (!ended.ok) return ended;
  lock();
  tellTabs('ended');
  return ended;
}

function endOf(ended: Awaited<ReturnType<typeof endSession>>): End {
  if (ended.ok) return 'ended';
  return ended.error.code === 'another_account' ? 'another' : 'unsure';
}

let silence: ReturnType<typeof setTimeout> | undefined;

/** Another tab signs out. If it does not say that it has, this one asks, for it does not know either. */
export function hearSignOut(word: 'leaving' | 'ended'): void {
  clearTimeout(silence);
  if (word === 'ended') return leave();
  drop();
  // What heard for this page went with what it showed.
  hearTabs((next) => next === 'ended' && hearSignOut(next));
  silence = setTimeout(() => {
    void howItEnded().then((end) => leave(farewells[end]));
  }, aMomentMs);
}

async function howItEnded(): Promise<End> {
  const session = await inTime(call('readSession', {}), patienceMs);
  if (session?.ok !== true) return 'unsure';
  if (!isBegun(session.value)) return 'ended';
  return goesWithPage(session.value) ? 'unsure' : 'another';
}
