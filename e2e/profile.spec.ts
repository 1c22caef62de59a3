import path from 'node:path';
import { expect, persona, test as base } from './fixtures.ts';
import { canaryInProfile } from './canary/canary.ts';
import { expectNoLeak } from './canary/leaks.ts';
import { secretPatterns } from './canary/patterns.ts';
import { openBrowserOnDisk } from './vocabulary/browser-on-disk.ts';
import { seeScreen } from './vocabulary/screen.ts';

/** What the journey's person typed and was shown. */
let secrets: Readonly<Record<string, string>> = {};

/** After the journey, and after the canary looked into it: the browser is closed, and every file that it wrote is searched. */
const test = base.extend({
  // Playwright reads from the first parameter which fixtures are needed.
  // oxlint-disable-next-line no-empty-pattern
  context: async ({}, use, testInfo) => {
    const { context, folder, forget } = await openBrowserOnDisk(testInfo);
    await use(context);
    await context.close();
    const leaks = canaryInProfile(folder, secretPatterns(secrets));
    forget();
    expectNoLeak(leaks, 'values of personas or secrets in the files of the browser (ZONE-3)');
  },
});

test('nothing of what was proved, no password and no key is in the browser’s profile on disk after the lock (ZONE-3)', async ({
  page,
  someone,
}) => {
  await page.goto('/');
  await someone.createAccount('authenticator app');
  await seeScreen(page, 'Your account');
  await page.getByRole('link', { name: 'Prove who you are' }).click();
  secrets = {
    ...someone.secrets(),
    'recovery key': await someone.prove(persona('leopold')),
    'place of the photograph': path.join('personas', 'leopold', 'front.jpg'),
  };
  // Nothing is looked for in vain.
  expect(Object.values(secrets).map(({ length }) => length >= 20)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  await seeScreen(page, 'You have proved who you are');
  await page.goto('/account');
  await someone.unlock();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await seeScreen(page, 'You are signed out');
});

base(
  'a password that is shown while it is typed is not in what the browser keeps for a crash (ZONE-3)',
  async ({ baseURL }, testInfo) => {
    const { context, folder, forget } = await openBrowserOnDisk(testInfo);
    const page = await context.newPage();
    const typed = {
      address: 'somebody.who.types@example.test',
      password: 'an invented phrase shown',
    };
    await page.goto(`${baseURL ?? ''}/sign-in`);
    await page.getByLabel('Show what I type').check();
    const field = page.getByLabel('Password', { exact: true });
    await expect(field).toHaveAttribute('type', 'text');
    // Neither is it sent away to have its spelling looked at.
    await expect(field).toHaveAttribute('spellcheck', 'false');
    await field.fill(typed.password);
    await page.getByLabel('E-mail address').fill(typed.address);
    // Chromium writes some seconds later what stands in the fields: the address beside it says when it has.
    const kept = () => canaryInProfile(folder, secretPatterns(typed)).join('\n');
    await expect.poll(kept).toContain('the address of somebody');
    const leaks = kept();
    await context.close();
    forget();
    expect(leaks).not.toContain('the password of somebody');
  },
);

base('what a page leaves on disk is found there (ZONE-3)', async ({ baseURL }, testInfo) => {
  const { context, folder, forget } = await openBrowserOnDisk(testInfo);
  const page = await context.newPage();
  await page.goto(baseURL ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const planted = secretPatterns({
    password: 'an invented phrase of words',
    'secret of the app': 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    'recovery key': '0123-4567-89AB-CDEF-GHJK',
  });
  const [inStorage, inDatabase, inCache, inHistory] = [
    'quillon',
    'thaddeus',
    'isolde',
    'severine',
  ].map((id) => persona(id));
  await page.evaluate(
    async ([stored, kept, cached]) => {
      localStorage.setItem('name', stored ?? '');
      localStorage.setItem('secret', btoa('{"password":"an invented phrase of words"}'));
      localStorage.setItem('app', 'jbswy3dpehpk3pxpjbswy3dpehpk3pxp');
      const key = new TextEncoder().encode('0123456789ABCDEFGHJK');
      localStorage.setItem('key', [...key].map((byte) => byte.toString(16)).join(''));
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
  const leaks = canaryInProfile(folder, planted).join('\n');
  forget();
  for (const one of [inStorage, inDatabase, inCache, inHistory])
    expect(leaks).toContain(`the family name of ${one?.id}`);
  for (const what of ['password', 'secret of the app', 'recovery key'])
    expect(leaks).toContain(`the ${what} of somebody`);
});
