const agenciesAtOnce = 16;
const turnMs = 5_000;

/** How much of what waits for one agency is read for its turn. */
export const mostAtATime = 20;

/**
 * Tells agencies what is due, side by side: one that is slow, or that much waits for, takes one of the lanes for its turn and keeps
 * no other waiting for longer. `tell` says whether the turn goes on.
 */
export async function tellSideBySide<Row>(
  clientIds: readonly string[],
  dueFor: (clientId: string) => readonly Row[],
  tell: (row: Row) => Promise<'go-on' | 'stop'>,
): Promise<void> {
  const waiting = [...clientIds];
  const takeTurn = async (clientId: string) => {
    const turnEnds = performance.now() + turnMs;
    for (const row of dueFor(clientId)) {
      if (performance.now() > turnEnds || (await tell(row)) === 'stop') return;
    }
  };
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await takeTurn(next);
  };
  await Promise.all(Array.from({ length: agenciesAtOnce }, lane));
}
