import { defineConfig } from 'vitest/config';

/** Every test file ends with the question whether anything was printed that belongs to a person (ZONE-3). */
export default defineConfig({
  test: {
    setupFiles: ['src/testing/watch-output.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
  },
});
