import type { BrowserContext } from '@playwright/test';
import type { Place } from '../canary/places.ts';

/** Everything that pages can leave behind in a browser, per origin that is still open (ZONE-3). */
export async function browserStorage(context: BrowserContext): Promise<Place[]> {
  const cookies = JSON.stringify(await context.cookies());
  const pages = await Promise.all(
    context.pages().map(async (page) => {
      const left = await page
        .evaluate(async () => {
          const names =
            'databases' in indexedDB ? (await indexedDB.databases()).map(({ name }) => name) : [];
          const cached = 'caches' in globalThis ? await caches.keys() : [];
          return {
            local: { ...localStorage },
            session: { ...sessionStorage },
            databases: names,
            caches: cached,
            state: history.state as unknown,
            address: location.href,
            title: document.title,
          };
        })
        .catch(() => ({}));
      return { name: 'browser storage', bytes: Buffer.from(JSON.stringify(left)) };
    }),
  );
  return [{ name: 'browser cookies', bytes: Buffer.from(cookies) }, ...pages];
}
