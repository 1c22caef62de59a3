import { expect, persona, test as base } from './fixtures.ts';
import { canaryInProfile } from './canary/canary.ts';
import { expectNoLeak } from './canary/leaks.ts';
import { openBrowserOnDisk } from './vocabulary/browser-on-disk.ts';
import { seeScreen } from './vocabulary/screen.ts';

/** After the journey, and after the canary looked into it: the browser is closed, and every file that it wrote is searched. */
const test = base.extend({
  // Playwright reads from the first parameter which fixtures are needed.
  // oxlint-disable-next-line no-empty-pattern
  context: async ({}, use, testInfo) => {
    const { context, folder, forget } = await openBrowserOnDisk(testInfo);
    await use(context);
    await context.close();
    const leaks = canaryInProfile(folder);
    forget();
    expectNoLeak(leaks, 'values of personas in the files of the browser (ZONE-3)');
  },
});

test('nothing of what was proved is in the browser’s profile on disk after the lock (ZONE-3)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Your account');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  await someone.prove(persona('leopold'));
  await seeScreen(page, 'You have proved who you are');
  await page.goto('/account');
  await someone.unlock();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await seeScreen(page, 'You are signed out');
});

base('what a page leaves on disk is found there (ZONE-3)', async ({ baseURL }, testInfo) => {
  const { context, folder, forget } = await openBrowserOnDisk(testInfo);
  const page = await context.newPage();
  await page.goto(baseURL ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const [inStorage, inDatabase, inCache, inHistory] = [
    'quillon',
    'thaddeus',
    'isolde',
    'severine',
  ].map((id) => persona(id));
  await page.evaluate(
    async ([stored, kept, cached]) => {
      localStorage.setItem('name', stored ?? '');
      await new Promise<void>((resolve) => {
        const opening = indexedDB.open('kept', 1);
        opening.addEventListener('upgradeneeded', () =>
          opening.result.createObjectStore('people').put({ kept }, 1),
        );
        opening.addEventListener('success', () => {
          opening.result.close();
          resolve();
        });
      });
      await (await caches.open('kept')).put('/kept', new Response(cached));
    },
    [inStorage?.familyName, inDatabase?.familyName, inCache?.familyName],
  );
  // A fragment, which no server sees.
  await page.goto(`/sign-in#${inHistory?.familyName ?? ''}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
  const leaks = canaryInProfile(folder).join('\n');
  forget();
  for (const one of [inStorage, inDatabase, inCache, inHistory])
    expect(leaks).toContain(`the family name of ${one?.id}`);
});
