import { signInScripts } from './bench/sign-in-scripts.ts';
import { expect, test } from './fixtures.ts';
import { testPlan } from './house/test-plan.ts';
import { longestTask } from './vocabulary/main-thread.ts';

/** What counts as a long task (Long Tasks API, W3C): from here on a person notices that the page does not answer. */
const longMs = 50;
const mostKilobytes = 130;

test('the sign-in page loads at most 130 KB of JavaScript before anything is typed, gzipped (WEB-21)', async ({
  browser,
}) => {
  const { initial, later } = await signInScripts(browser, testPlan);
  const kilobytes = initial.reduce((sum, { gzipped }) => sum + gzipped, 0) / 1_000;
  expect(kilobytes).toBeGreaterThan(50);
  expect(kilobytes).toBeLessThanOrEqual(mostKilobytes);
  expect(later.map(({ name }) => name).join()).toMatch(/opaque-worker/);
});

test('no task of the page takes 50 ms while a password is stretched: sign-up, sign-in, unlock (WEB-21)', async ({
  page,
  someone,
}) => {
  await test.step('a task that takes that long would be seen', async () => {
    const long = await longestTask(page, () =>
      page.evaluate(() => {
        // A busy machine gives the page only a part of a second.
        const until = performance.now() + 1_000;
        while (performance.now() < until);
      }),
    );
    expect(long).toBeGreaterThan(longMs);
  });

  await page.goto('/');
  await someone.beginSignUp();
  await test.step('sign-up', async () => {
    const secondStep = page.getByRole('heading', { level: 1, name: 'Add a second step' });
    const longest = await longestTask(page, async () => {
      await someone.enterPassword('Continue');
      await secondStep.waitFor();
    });
    expect(longest).toBeLessThan(longMs);
  });
  await someone.addAuthenticatorApp();
  await page.getByRole('button', { name: 'Not now' }).click();

  await test.step('unlock', async () => {
    await page.goto('/account');
    await page.getByLabel('Password', { exact: true }).waitFor();
    const longest = await longestTask(page, async () => {
      await someone.enterPassword('Open my vault');
      await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
    });
    expect(longest).toBeLessThan(longMs);
  });

  await test.step('sign-in', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'You are signed out' }).waitFor();
    await page.goto('/sign-in');
    await page.getByLabel('Password', { exact: true }).waitFor();
    const longest = await longestTask(page, async () => {
      await someone.enter(someone.email);
      await page.getByRole('heading', { level: 1, name: 'Your second step' }).waitFor();
    });
    expect(longest).toBeLessThan(longMs);
  });
});
