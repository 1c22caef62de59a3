import { defineConfig, devices } from '@playwright/test';
import { headlessBrowser } from './e2e/house/browsers.ts';
import { testPlan } from './e2e/house/test-plan.ts';

/**
 * Journeys through the side rooms. `npm test` walks the main job and its wrong turns; `npm run test:every`, which CI runs, walks
 * these too (decision 0027).
 */
const sideRooms = [
  'account',
  'apps',
  'capture',
  'connected-agencies',
  'letters-that-fail',
  'outages',
  'passkeys',
  'profile',
  'prove-anew',
  'prove-by-both',
  'prove-by-letter',
  'reset',
  'review-and-duplicate',
  'spanish',
  'what-agencies-may-ask',
].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  testIgnore: process.env['SIGNET_JOURNEYS'] === 'main job' ? sideRooms : [],
  globalSetup: './e2e/house/once-a-run.ts',
  outputDir: 'test-results/journeys',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // Each worker has a house of its own (e2e/house/open-house.ts), and journeys know nothing of each other.
  fullyParallel: true,
  workers: 2,
  // A machine that was too slow once gets a second try, in a fresh house; a fault is there again,
  // and a leak is remembered (e2e/canary/leaks.ts).
  retries: 1,
  // A journey is many screens, and two of them share two cores.
  timeout: 600_000,
  // The page itself says that checking an ID can take a minute.
  expect: { timeout: 60_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: testPlan.issuer,
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: headlessBrowser,
  },
});
