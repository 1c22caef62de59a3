import { defineConfig } from 'vitest/config';

/** Many of these tests talk to a whole bff; on a busy machine a hundred sign-ins take their time. */
export default defineConfig({
  test: { testTimeout: 120_000, hookTimeout: 120_000, isolate: false },
});
