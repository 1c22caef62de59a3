import { useEffect, useState } from 'react';
import { handOffMinutes } from '@signet/contracts/hand-off';
import { watchHandOff, type Shown, type Texted, type Watched } from './watch-hand-off.ts';

/**
 * A hand-off for as long as the page stands. While a text message is being sent another takes its place, so it is not looked after;
 * if that failed a new code is shown where the old one was.
 */
export function useHandOff(texted: Texted | undefined, isSending: boolean): Watched {
  const [watched, setWatched] = useState<Watched>({ state: 'beginning' });
  useEffect(() => {
    if (isSending) return undefined;
    return watchHandOff(texted, setWatched);
  }, [texted, isSending]);
  return watched;
}

/** Until when the link works, by this computer's clock and never longer than it lives. */
export function endsAt({ handOff }: Shown): string {
  const latest = Date.now() + handOffMinutes * 60_000;
  return new Date(Math.min(Date.parse(handOff.expiresAt), latest)).toISOString();
}
