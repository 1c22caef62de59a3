import { signInScripts } from './bench/sign-in-scripts.ts';
import { expect, test } from './fixtures.ts';
import { testPlan } from './house/test-plan.ts';

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
