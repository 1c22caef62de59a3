import { setTimeout as pause } from 'node:timers/promises';
import { readAtMost } from '@signet/contracts/read-at-most';
import { log } from '../log.ts';
import type { CircuitBreaker, Sign } from './circuit-breaker.ts';
import { requireAllowed, type Manifest } from './manifest.ts';
import { unavailable, type SourceOutcome, type Unavailable } from './outcome.ts';
import type { StepBudget } from './step-budget.ts';

const largestAnswer = 1_000_000;

/** The way to one source: what it may do, where it is, and how it has been doing. */
export type Line = {
  readonly manifest: Manifest;
  readonly url: string;
  readonly timeoutMs: number;
  readonly breaker: CircuitBreaker;
};

export type Call<Answer> = {
  readonly operation: string;
  /** Names of everything that is sent; each has to stand in the manifest. */
  readonly fields: readonly string[];
  readonly body: string;
  readonly contentType: string;
  /** Signed anew for each attempt: a nonce is taken once. */
  readonly head: (url: URL, body: string) => Record<string, string>;
  /** The part of the source that may be down by itself, such as a state. */
  readonly part?: string;
  readonly read: (answer: RawAnswer) => Promise<SourceOutcome<Answer>> | SourceOutcome<Answer>;
};

export type RawAnswer = { readonly status: number; readonly text: string; readonly type: string };

const refusals: Readonly<Record<number, Unavailable['reason']>> = {
  400: 'not_taken',
  401: 'refused',
  403: 'refused',
  404: 'not_taken',
  413: 'not_taken',
  415: 'not_taken',
  422: 'not_taken',
  429: 'throttled',
};

/** Never reached the source. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Asks a source within its own time and the step's (PROOF-31), as often as its manifest lets, unless it has been failing. Foreign
 * words go no further than `read`; none reaches a log.
 */
export async function callSource<Answer>(
  { manifest, url, timeoutMs, breaker }: Line,
  call: Call<Answer>,
  budget: StepBudget,
): Promise<SourceOutcome<Answer>> {
  requireAllowed(manifest, call.fields);
  const begun = performance.now();
  const part = call.part ?? '';
  const outcome = await attempts();
  log('source', {
    source: manifest.source,
    result: outcome.ok ? 'answered' : outcome.error.reason,
    ms: Math.round(performance.now() - begun),
  });
  return outcome;

  async function attempts(): Promise<SourceOutcome<Answer>> {
    if (budget.leftMs() === 0) return unavailable('budget_spent');
    if (!breaker.admits(part)) return unavailable('circuit_open');
    const address = new URL(`${url}${call.operation}`);
    let last: Tried<Answer> = { outcome: unavailable('budget_spent'), again: false };
    for (let attempt = 1; attempt <= manifest.budget.attempts; attempt += 1) {
      const left = Math.min(timeoutMs, budget.leftMs());
      if (left === 0) break;
      last = await tryOnce(manifest, call, address, left);
      if (!last.again) break;
      await pause(50 + Math.random() * 100);
    }
    breaker.note(part, signOf(last.outcome));
    return last.outcome;
  }
}

/** What one person's details are refused for is no sign that the next one's will be (PROOF-33). */
function signOf(outcome: SourceOutcome<unknown>): Sign {
  if (outcome.ok) return 'answered';
  return outcome.error.reason === 'not_taken' ? 'neither' : 'failed';
}

type Tried<Answer> = { readonly outcome: SourceOutcome<Answer>; readonly again: boolean };

async function tryOnce<Answer>(
  { budget: { retry }, retention }: Manifest,
  call: Call<Answer>,
  url: URL,
  timeoutMs: number,
): Promise<Tried<Answer>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: call.body,
      redirect: 'error',
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
      headers: {
        'content-type': call.contentType,
        'signet-retention': retention,
        // A connection of its own: an answer that comes twice must not be the next call's.
        connection: 'close',
        ...call.head(url, call.body),
      },
    });
    return { outcome: await answerOf(response, call), again: false };
  } catch (cause) {
    if (isTimeout(cause))
      return { outcome: unavailable('timeout'), again: retry === 'when-silent' };
    const code = (cause as { cause?: { code?: string } }).cause?.code ?? '';
    return {
      outcome: unavailable('outage'),
      again: retry === 'when-silent' || unsent.has(code),
    };
  }
}

async function answerOf<Answer>(
  response: Response,
  call: Call<Answer>,
): Promise<SourceOutcome<Answer>> {
  const refused =
    response.status === 503 && response.headers.has('retry-after')
      ? 'maintenance'
      : refusals[response.status];
  if (refused !== undefined) {
    await response.body?.cancel();
    return unavailable(refused);
  }
  const text = await readAtMost(response, largestAnswer);
  if (text === undefined) return unavailable('protocol_error');
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
  return call.read({ status: response.status, text, type });
}

function isTimeout(cause: unknown): boolean {
  return (cause as { name?: string }).name === 'TimeoutError';
}
