import type { OperationName } from '@signet/contracts/operation-table';
import { operationTable } from '@signet/contracts/operation-table';
import type { Fetch } from '../browser.ts';

/** When to kill, counted from the begin of a ceremony. */
export type Moment =
  | { readonly kind: 'at any time'; readonly afterMs: number }
  | { readonly kind: 'before' | 'after'; readonly request: number }
  | { readonly kind: 'during'; readonly request: number; readonly afterMs: number };

/** What the person knows of the request that makes the change. */
export type Committed = 'not asked for' | 'asked for' | 'acknowledged';

/** The bff was killed before it answered. */
export class CutOff extends Error {}

/** How long a ceremony takes, and each of its requests, in milliseconds. */
export type Timetable = { readonly whole: number; readonly requests: readonly number[] };

/** The wire between one person and the bff during one ceremony. It pulls the plug at the moment it is given, if any. */
export function createWire(
  commit: OperationName,
  kill: () => void,
): {
  readonly fetch: Fetch;
  begin(moment?: Moment): void;
  end(): { readonly committed: Committed; readonly timetable: Timetable };
} {
  let moment: Moment | undefined;
  let begunAt: number | undefined;
  let killed = false;
  let committed: Committed = 'not asked for';
  const requests: number[] = [];

  function pull(): void {
    killed = true;
    kill();
  }

  async function pullAt(time: number): Promise<void> {
    // A timer is too coarse: a commit takes a few milliseconds.
    while (performance.now() < time) await new Promise(setImmediate);
    if (begunAt !== undefined) pull();
  }

  return {
    async fetch(url, init) {
      if (begunAt === undefined) return fetch(url, init);
      const request = requests.length;
      const at = performance.now();
      requests.push(0);
      const isMine = moment !== undefined && 'request' in moment && moment.request === request;
      const isCommit = url.pathname === operationTable[commit].path;
      if (isMine && moment?.kind === 'before') pull();
      if (isMine && moment?.kind === 'during') void pullAt(at + moment.afterMs);
      if (isCommit) committed = 'asked for';
      try {
        const response = await fetch(url, init);
        await response.clone().arrayBuffer();
        if (isCommit && response.ok) committed = 'acknowledged';
        requests[request] = performance.now() - at;
        if (isMine && moment?.kind === 'after') pull();
        return response;
      } catch (cause) {
        throw killed ? new CutOff() : cause;
      }
    },
    begin(chosen) {
      moment = chosen;
      begunAt = performance.now();
      if (moment?.kind === 'at any time') void pullAt(begunAt + moment.afterMs);
    },
    end() {
      const whole = performance.now() - (begunAt ?? 0);
      begunAt = undefined;
      return { committed, timetable: { whole, requests } };
    },
  };
}

export function describeMoment(moment: Moment): string {
  if (moment.kind === 'at any time') return `${moment.afterMs.toFixed(1)} ms after its begin`;
  const place = `request ${moment.request + 1}`;
  return moment.kind === 'during'
    ? `${moment.afterMs.toFixed(1)} ms into ${place}`
    : `${moment.kind} ${place}`;
}
