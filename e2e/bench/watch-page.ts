import type { Page } from '@playwright/test';

/** Something that took time in the page, in milliseconds since the page's time origin. */
export type Span = { readonly what: string; readonly begun: number; readonly ended: number };

declare global {
  var benchSpans: Span[];
}

/**
 * Watches an unlock from outside, so that the app itself carries no marks: the worker's messages, requests, WebCrypto, tasks over
 * 50 ms, the press of the button and the first sight of what was sealed. To be called before the page is opened.
 */
export async function watchPage(page: Page, lastWords: string): Promise<void> {
  await page.addInitScript((lastWords) => {
    const spans: Span[] = [];
    globalThis.benchSpans = spans;
    const note = (what: string, begun: number) =>
      void spans.push({ what, begun, ended: performance.now() });

    const Plain = globalThis.Worker;
    globalThis.Worker = class extends Plain {
      constructor(url: string | URL, options?: WorkerOptions) {
        const begun = performance.now();
        super(url, options);
        // Times of the worker count from its own origin; see worker-file.ts.
        this.addEventListener('message', ({ data }: MessageEvent) => {
          const { type, from, to } = (data as { bench: Record<'type' | 'from' | 'to', never> })
            .bench;
          const here = (time: number) => time - performance.timeOrigin;
          if (type === 'begin-login')
            spans.push({ what: 'worker-start', begun, ended: here(from) });
          spans.push({ what: type, begun: here(from), ended: here(to) });
        });
      }
    };

    const request = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const begun = performance.now();
      const response = await request(input, init);
      await response.clone().arrayBuffer();
      note(`request ${input instanceof Request ? input.url : input.toString()}`, begun);
      return response;
    };

    type Method = (...args: unknown[]) => Promise<unknown>;
    const subtle = SubtleCrypto.prototype as unknown as Record<string, Method>;
    for (const name of ['deriveBits', 'deriveKey', 'unwrapKey', 'digest', 'verify', 'decrypt']) {
      const plain = subtle[name];
      if (plain === undefined) continue;
      subtle[name] = async function (this: SubtleCrypto, ...args) {
        const begun = performance.now();
        try {
          return await plain.apply(this, args);
        } finally {
          note(name, begun);
        }
      };
    }

    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        spans.push({ what: 'long-task', begun: startTime, ended: startTime + duration });
    }).observe({ type: 'longtask', buffered: true });

    document.addEventListener('submit', () => note('pressed', performance.now()), true);
    let seen = false;
    new MutationObserver(() => {
      // Not every document has a body yet.
      const text = document.documentElement?.textContent ?? '';
      if (seen || !text.includes(lastWords)) return;
      seen = true;
      note('seen', performance.now());
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }, lastWords);
}
