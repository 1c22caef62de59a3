const agenciesAtOnce = 16;
const turnMs = 5_000;

/** How much of what waits for one agency is read for its turn. */
export const mostAtATime = 20;

/** Tells agencies what is due; `tell` says whether the turn goes on. */
export type TellSideBySide = <Row>(
  clientIds: readonly string[],
  dueFor: (clientId: string) => readonly Row[],
  tell: (row: Row) => Promise<'go-on' | 'stop'>,
) => Promise<void>;

/**
 * Agencies are told side by side, also while a round of before goes on with some: one that is slow, or that much waits for, takes one of the lanes for
 * its turn, has one turn at a time, and keeps no other waiting.
 */
export function createTurns(): TellSideBySide {
  const underWay = new Set<string>();
  return async (clientIds, dueFor, tell) => {
    const waiting = [...clientIds];
    const takeTurn = async (clientId: string) => {
      const turnEnds = performance.now() + turnMs;
      for (const row of dueFor(clientId)) {
        if (performance.now() > turnEnds || (await tell(row)) === 'stop') return;
      }
    };
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (underWay.has(next)) continue;
        underWay.add(next);
        await takeTurn(next).finally(() => underWay.delete(next));
      }
    };
    await Promise.all(Array.from({ length: agenciesAtOnce - underWay.size }, lane));
  };
}
