/** The stand-ins' own time: real, until a test moves it. Signatures, tokens, windows of maintenance and the journal go by it. */
export function createClock() {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    moveBy(ms: number): void {
      ahead += ms;
    },
    setTo(at: number): void {
      ahead = at - Date.now();
    },
    reset(): void {
      ahead = 0;
    },
  };
}

export type Clock = ReturnType<typeof createClock>;
