import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['apps/*', 'packages/*', 'e2e', 'scripts'],
    reporters: ['dot'],
  },
});
