/** Which fields were asked of which stand-in, never their values. */
export type Entry = {
  readonly at: string;
  readonly endpoint: string;
  readonly fields: readonly string[];
  readonly status: number;
};

const kept = 1_000;

export function createJournal() {
  const entries: Entry[] = [];
  return {
    write(entry: Entry): void {
      entries.push(entry);
      if (entries.length > kept) entries.shift();
    },
    read: (): readonly Entry[] => entries,
  };
}

export type Journal = ReturnType<typeof createJournal>;
