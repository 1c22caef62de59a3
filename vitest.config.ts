import { defineConfig } from 'vitest/config';

/**
 * Test files share their worker, and with it what they import: loading the bff anew for each of its files cost a third of the run.
 * Only the pages' files have a worker each, because a page that is opened anew knows nothing.
 */
export default defineConfig({
  test: {
    projects: [
      'apps/bff',
      'apps/proofing',
      'apps/web',
      'e2e',
      'scripts',
      {
        test: {
          name: 'packages and outsiders',
          include: ['packages/**/*.test.ts', 'apps/!(bff|proofing|web)/**/*.test.ts'],
          isolate: false,
        },
      },
    ],
    reporters: ['dot'],
  },
});
