import { createHmac, randomBytes } from 'node:crypto';

type Counted = { readonly endsAt: number; readonly requests: Set<string> };

/** What is said of one attempt: it may be made, and is taken back where no source answered (PROOF-6); or when the next may be. */
type Attempt =
  | { readonly ok: true; takeBack(): void }
  | { readonly ok: false; readonly retryAt: Date };

export type SsnAttempts = ReturnType<typeof countSsnAttempts>;

/** How often one SSN may be checked, whoever asks, within a fixed window that begins with the first time. */
export const ssnLimit = { most: 10, windowMs: 60 * 60_000 } as const;

/** As many SSNs are counted at once; of more the one whose window ends first is forgotten. */
const mostSsns = 20_000;

/**
 * PROOF-34: attempts per SSN across accounts, which only proofing can count, as nobody else may learn that two attempts had the same.
 * Kept in memory alone, under a digest whose key is made here and never leaves, and gone when the process ends (ZONE-2). The same
 * request counts once, however often it is relayed.
 */
export function countSsnAttempts({
  most,
  windowMs,
}: { most: number; windowMs: number } = ssnLimit) {
  const key = randomBytes(32);
  // In the order of their beginning, which is that of their end.
  const counts = new Map<string, Counted>();

  function forgetEnded(now: Date): void {
    for (const [ssn, { endsAt }] of counts) {
      if (endsAt > now.getTime()) return;
      counts.delete(ssn);
    }
  }

  function begin(ssn: string, request: string, now: Date): Attempt {
    forgetEnded(now);
    const digest = createHmac('sha256', key).update(ssn).digest('base64url');
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
    if (counts.size > mostSsns && oldest !== undefined) counts.delete(oldest);
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
