import { expect, persona, test } from './fixtures.ts';
import { canaryAfterJourney } from './canary/canary.ts';
import { testPlan } from './house/test-plan.ts';
import { afterLock, browserStorage } from './vocabulary/browser-storage.ts';

const { familyName } = persona('quillon');

test.describe('a leak that is planted in the browser is found there (ZONE-3)', () => {
  const places = [
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
  ] as const;

  test('in every place where a page can leave something', async ({ browser }) => {
    for (const [place, plant] of places) {
      // A browser of its own: the canary after this test would find it too.
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto('/');
      // The page names the window when it stands; what is planted before would be written over.
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.evaluate(plant as (value: string) => unknown, familyName);
      const leaks = canaryAfterJourney(await browserStorage(context));
      await context.close();
      expect(leaks[0], place).toContain('browser');
    }
  });

  test('wherever the journey ended, in whichever browser', async ({
    page,
    context,
    anotherBrowser,
  }) => {
    const other = await anotherBrowser();
    const elsewhere = await other.newPage();
    for (const [one, item] of [
      [page, 'localStorage'],
      [elsewhere, 'sessionStorage'],
    ] as const) {
      await one.goto('/');
      await one.evaluate(
        ([where, value]) =>
          (where === 'localStorage' ? localStorage : sessionStorage).setItem('a', value),
        [item, familyName] as const,
      );
      await one.goto(testPlan.agencyOrigin);
    }
    for (const browser of [context, other]) {
      expect(canaryAfterJourney(await browserStorage(browser))).toEqual([]);
      expect(canaryAfterJourney(await afterLock(browser))[0]).toContain('browser storage');
    }
    for (const one of [page, elsewhere])
      await one.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
  });
});
