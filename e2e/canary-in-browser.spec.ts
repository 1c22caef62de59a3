import { expect, persona, test } from './fixtures.ts';
import { canaryAfterJourney } from './canary/canary.ts';
import { browserStorage } from './vocabulary/browser-storage.ts';

const { familyName } = persona('quillon');

test.describe('a leak that is planted in the browser is found there (ZONE-3)', () => {
  for (const [place, plant] of [
    ['localStorage', (value: string) => localStorage.setItem('name', value)],
    ['sessionStorage', (value: string) => sessionStorage.setItem('name', value)],
    ['history.state', (value: string) => history.replaceState({ value }, '')],
    ['the address', (value: string) => history.replaceState(null, '', `?name=${value}`)],
    ['the title', (value: string) => (document.title = value)],
    ['a cookie', (value: string) => (document.cookie = `name=${value}; path=/nowhere`)],
    [
      'IndexedDB',
      (value: string) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('kept', 1);
          opening.addEventListener('upgradeneeded', () =>
            opening.result.createObjectStore('people').put({ value }, 1),
          );
          opening.addEventListener('success', () => {
            opening.result.close();
            resolve();
          });
        }),
    ],
    [
      'the cache',
      async (value: string) =>
        (await caches.open('kept')).put('/kept', new Response(JSON.stringify({ value }))),
    ],
  ] as const) {
    test(place, async ({ page, context }) => {
      await page.goto('/');
      // The page names the window when it stands; what is planted before would be written over.
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.evaluate(plant as (value: string) => unknown, familyName);
      const leaks = canaryAfterJourney(await browserStorage(context));
      await context.clearCookies();
      await page.goto('about:blank');
      expect(leaks[0]).toContain('browser');
    });
  }
});
