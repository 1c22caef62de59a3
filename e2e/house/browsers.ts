import type { LaunchOptions } from '@playwright/test';
import { cameraPicture } from './test-plan.ts';

// Set by scripts/browser.mjs; nothing of it where Playwright's own browsers are installed.
const whole = process.env['SIGNET_CHROMIUM'];
const shell = process.env['SIGNET_HEADLESS_SHELL'] ?? whole;

const options: LaunchOptions = {
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ],
};

/** The browser of the journeys: nobody sees its window, so it needs none. */
export const headlessBrowser: LaunchOptions = {
  ...options,
  ...(shell === undefined ? {} : { executablePath: shell }),
};

/** The browser as people have it, with all that it keeps on disk. */
export const wholeBrowser: LaunchOptions = {
  ...options,
  ...(whole === undefined ? { channel: 'chromium' } : { executablePath: whole }),
};

/** The same, with a camera that shows a file; whether a page may use it is asked as ever. The headless shell has no camera. */
export const browserWithCamera: LaunchOptions = {
  ...wholeBrowser,
  args: [
    ...(options.args ?? []),
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${cameraPicture}`,
  ],
};
