import type { FaultKind } from './faults.ts';

/** Which fields were asked of which stand-in, never their values. */
export type Entry = {
  readonly at: string;
  readonly endpoint: string;
  readonly fields: readonly string[];
  /** 0 where a fault struck before there was an answer. */
  readonly status: number;
  readonly fault?: FaultKind;
};

const kept = 1_000;

export function createJournal(now: () => number = Date.now) {
  const entries: Entry[] = [];
  return {
    write(entry: Omit<Entry, 'at'>): void {
      entries.push({ at: new Date(now()).toISOString(), ...entry });
      if (entries.length > kept) entries.shift();
    },
    read: (): readonly Entry[] => entries,
    clear: (): void => {
      entries.length = 0;
    },
  };
}

export type Journal = ReturnType<typeof createJournal>;
