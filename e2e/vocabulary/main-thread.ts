import type { Page } from '@playwright/test';

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** CPU time of the thread within this event, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

const mark = 'signet-watched-page';
/** Chromium tells what follows a promise apart from the task after which it runs; a page is blocked by either. */
const working = /RunTask$|PerformMicrotaskCheckpoint$/;

/**
 * The longest task of the page's own thread while something happens, in milliseconds of that thread's CPU time: what blocked the
 * page, and not how long a busy machine kept it waiting. Work of workers does not count; they have threads of their own.
 */
export async function longestTask(page: Page, during: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('only a browser of its own can be traced');
  await browser.startTracing(page, {
    categories: ['toplevel', 'blink.user_timing', '__metadata'],
  });
  let events: readonly TraceEvent[];
  try {
    await page.evaluate((name) => void performance.mark(name), mark);
    await during();
  } finally {
    const trace = await browser.stopTracing();
    events = (JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] }).traceEvents;
  }
  const marked = events.find(({ name }) => name === mark);
  if (marked === undefined) throw new Error('the page is not in the trace');
  const tasks = events.filter(
    ({ name, pid, tid, tdur }) =>
      working.test(name) && pid === marked.pid && tid === marked.tid && tdur !== undefined,
  );
  if (tasks.length === 0) throw new Error('no task of the page is in the trace');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
}
