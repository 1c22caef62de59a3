import { lock } from '../vault/this-tab.ts';

/** Where a person is told why. `elsewhere`: somebody signed in anew in another tab; `unsure`: the sign-out may not have arrived. */
type Farewell = '/signed-out' | '/signed-out?elsewhere' | '/signed-out?unsure' | '/deleted';

let showNothing = () => {};

/** How everything that is shown is taken off the page. */
export function emptyBy(take: () => void): void {
  showNothing = take;
}

/** Drops the keys and all that the page shows, for good: only another page comes after it. */
export function drop(): void {
  lock();
  showNothing();
}

/**
 * Drops all that and replaces the page by a fresh one: nothing that was shown stays in memory or behind the back button, nor on the screen
 * until the network gives an answer.
 */
export function leave(to: Farewell = '/signed-out'): void {
  drop();
  location.replace(to);
}

/**
 * The vault that is open here is not the one that is stored: its owner opens it anew, and comes back to this page. `locks-changed`: under
 * another root key, as it seems, which they may have made in another tab.
 */
export function openAnew(why?: 'locks-changed'): void {
  lock();
  const [, journey = '', page = ''] =
    /^(\/interaction\/[\w-]+)?\/(.*)$/.exec(location.pathname) ?? [];
  const reason = why === undefined ? '' : `&${why}`;
  location.replace(`${journey}/unlock?to=${encodeURIComponent(page)}${reason}`);
}
