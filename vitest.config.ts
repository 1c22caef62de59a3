import { defineConfig } from 'vitest/config';

export default defineConfig({
  // By default one core is left alone, which on two cores would leave but one.
  test: {
    maxWorkers: '100%',
    projects: ['apps/*', 'packages/*', 'e2e', 'scripts'],
    reporters: ['dot'],
  },
});
