import { createHmac, randomBytes } from 'node:crypto';

type Counted = { readonly endsAt: number; readonly requests: Set<string> };

/** What is said of one attempt: it may be made, and is taken back where no source answered (PROOF-6); or when the next may be. */
type Attempt = Admitted | Refusal;
type Admitted = { readonly ok: true; takeBack(): void };
type Refusal = { readonly ok: false; readonly retryAt: Date };

/** One attempt that several counts admit; where one of them, the `nth` from 0, does not, the others have not seen it. */
export function beginAll(
  counts: readonly (() => Attempt)[],
): Admitted | (Refusal & { readonly nth: number }) {
  const begun: Admitted[] = [];
  const takeBack = () => {
    for (const one of begun) one.takeBack();
  };
  for (const begin of counts) {
    const attempt = begin();
    if (!attempt.ok) {
      takeBack();
      return { ...attempt, nth: begun.length };
    }
    begun.push(attempt);
  }
  return { ok: true, takeBack };
}

export type Attempts = ReturnType<typeof countAttempts>;
export type AttemptLimit = { readonly most: number; readonly windowMs: number };

/** As many values are counted at once; of more the one whose window ends first is forgotten. */
const mostValues = 20_000;

/**
 * How often something was tried with one value, whoever tries, within a fixed window that begins with the first time. Kept in memory
 * alone, under a digest whose key is made here and never leaves, and gone when the process ends (ZONE-2). The same request counts once,
 * however often it is relayed.
 */
export function countAttempts({ most, windowMs }: AttemptLimit) {
  const key = randomBytes(32);
  // In the order of their beginning, which is that of their end.
  const counts = new Map<string, Counted>();

  function forgetEnded(now: Date): void {
    for (const [value, { endsAt }] of counts) {
      if (endsAt > now.getTime()) return;
      counts.delete(value);
    }
  }

  function begin(value: string, request: string, now: Date): Attempt {
    forgetEnded(now);
    const digest = createHmac('sha256', key).update(value).digest('base64url');
    const counted = counts.get(digest) ?? {
      endsAt: now.getTime() + windowMs,
      requests: new Set<string>(),
    };
    const { requests, endsAt } = counted;
    if (requests.has(request)) return { ok: true, takeBack: () => {} };
    if (requests.size >= most) return { ok: false, retryAt: new Date(endsAt) };
    requests.add(request);
    counts.set(digest, counted);
    const [oldest] = counts.keys();
    if (counts.size > mostValues && oldest !== undefined) counts.delete(oldest);
    return {
      ok: true,
      takeBack: () => {
        requests.delete(request);
        if (requests.size === 0 && counts.get(digest) === counted) counts.delete(digest);
      },
    };
  }

  return { begin, forgetEnded, digests: () => [...counts.keys()] };
}
