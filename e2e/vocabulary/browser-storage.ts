import type { BrowserContext } from '@playwright/test';
import type { Place } from '../canary/places.ts';
import { testPlan } from '../house/test-plan.ts';

const signedOut = `${testPlan.issuer}/signed-out`;

/** Everything that pages can leave behind in a browser, per page that is still open (ZONE-3). */
export async function browserStorage(context: BrowserContext): Promise<Place[]> {
  const cookies = JSON.stringify(await context.cookies());
  const pages = context.pages().filter((page) => page.url().startsWith('http'));
  return [
    { name: 'browser cookies', bytes: Buffer.from(cookies) },
    ...(await Promise.all(
      pages.map(async (page) => ({
        name: 'browser storage',
        bytes: Buffer.from(JSON.stringify(await page.evaluate(leftBehind))),
      })),
    )),
  ];
}

/**
 * The same after the end of the session, at Signet's own address, in every tab: whatever a journey ended on, its tabs are led back,
 * because only there can be read what Signet's pages left (ZONE-3).
 */
export async function afterLock(context: BrowserContext): Promise<Place[]> {
  const pages = context.pages();
  const first = pages[0] ?? (await context.newPage());
  for (const page of new Set([first, ...pages])) await page.goto(signedOut);
  await first.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/api/session/end', { method: 'POST', headers, body: '{}' });
  });
  for (const page of context.pages()) await page.goto(signedOut);
  return browserStorage(context);
}

/** Runs in the page. */
async function leftBehind() {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(new Error('IndexedDB')));
    });
  const databases: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      databases.push({ name, store, rows: await settled(all) });
    }
    database.close();
  }
  const cached: unknown[] = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      cached.push(name, request.url, await (await cache.match(request))?.text());
  }
  return {
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases,
    cached,
    state: history.state as unknown,
    address: location.href,
    title: document.title,
  };
}
