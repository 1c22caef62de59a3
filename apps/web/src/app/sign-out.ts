import { lock } from '../vault/this-tab.ts';
import { call } from './call.ts';
import { leave } from './leave.ts';
import { tellTabs } from './other-tabs.ts';

/** Nobody waits for longer to see the page go. The request goes on. */
const patienceMs = 5_000;

/** Drops the keys of all tabs at once, whatever the bff says; that the session has ended is only said if it has. */
export async function signOut(): Promise<void> {
  const answer = endSession();
  lock();
  tellTabs('ended');
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), patienceMs);
  });
  leave((await Promise.race([answer, late])) ? '/signed-out' : '/signed-out?unsure');
}

/** Whether it has ended. */
export async function endSession(): Promise<boolean> {
  return (await call('endSession', {}, {}, true)).ok;
}
