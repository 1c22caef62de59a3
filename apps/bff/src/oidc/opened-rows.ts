import { openRowText, type Place } from '../keys/seal-row.ts';
import type { SealedText } from '../keys/seal-text.ts';

type Limits = {
  /** How many are kept; the oldest goes first. */
  readonly most: number;
  /** How long one is kept. */
  readonly ms: number;
};

/**
 * Rows that are opened again soon: for a while, what was opened counts for this very ciphertext at this very place. The row itself is read
 * each time, so one that was changed or moved is opened like any other, and one that is gone is not asked for. What is kept is text,
 * as the engine changes what it is given.
 */
export function createOpenedRows({ most, ms }: Limits) {
  type Opened = { readonly sealed: SealedText; readonly text: string; readonly until: number };
  const opened = new Map<Place, Opened>();
  let sweep: NodeJS.Timeout | undefined;

  const open = (secret: string | Buffer, place: Place, sealed: SealedText): unknown => {
    const known = opened.get(place);
    if (known?.sealed === sealed) return JSON.parse(known.text);
    const text = openRowText(secret, place, sealed);
    keep(place, sealed, text);
    return JSON.parse(text);
  };
  return { open, keep };

  function keep(place: Place, sealed: SealedText, text: string): void {
    // As the last one, so that they stand in the order in which they go.
    opened.delete(place);
    const [oldest] = opened.size < most ? [] : opened.keys();
    if (oldest !== undefined) opened.delete(oldest);
    opened.set(place, { sealed, text, until: performance.now() + ms });
    sweep ??= setTimeout(forget, ms).unref();
  }

  function forget(): void {
    const now = performance.now();
    for (const [place, { until }] of opened) {
      if (until > now) break;
      opened.delete(place);
    }
    const [next] = opened.values();
    sweep = next && setTimeout(forget, next.until - now).unref();
  }
}
