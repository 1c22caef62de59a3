import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { textsBesidePages } from './build/texts-beside-pages.ts';

/** The public half of the key that signs the registry is compiled in: the browser trusts no other (WEB-5). */
const registryKey: Plugin = {
  name: 'registry-key',
  apply: 'build',
  config() {
    const file = process.env['SIGNET_REGISTRY_KEY'];
    if (file === undefined)
      throw new Error('SIGNET_REGISTRY_KEY must name the public key of the registry');
    return { define: { __REGISTRY_KEY__: readFileSync(file, 'utf8') } };
  },
};

const frame =
  /node_modules\/(react|react-dom|scheduler|react-router|@lingui|use-sync-external-store|valibot)\//;
const form =
  /src\/(ui\/((page|form|field|waiting|button|error-summary|step-indicator)\.tsx|only-problem\.ts)|app\/speak\.ts)/;

export default defineConfig({
  plugins: [
    registryKey,
    textsBesidePages(import.meta.dirname),
    lingui({ macroTransform: true, cwd: import.meta.dirname }),
    react(),
  ],
  build: {
    outDir: process.env['SIGNET_WEB'] ?? path.resolve(import.meta.dirname, '../../.signet/web'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: URL but what is small enough to be an icon would need; the CSP stays narrow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // What is the same on every page, and changes only with its versions, is one file: smaller than in pieces, and kept by browsers.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'frame', test: frame },
            { name: 'form', test: form },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: [path.resolve(import.meta.dirname, '../../node_modules/@uswds/uswds/packages')],
        quietDeps: true,
        silenceDeprecations: ['if-function', 'global-builtin'],
      },
    },
  },
});
