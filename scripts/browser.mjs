import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { node24, root, run, stop, wasStopped } from './bootstrap.mjs';

const wholeBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** Chromium without its own windows and menus, as Playwright brings it too: the same pages for two thirds of the work. */
const headlessShell = '/usr/bin/chromium-headless-shell';

/**
 * Finds a Chromium for the journeys, or installs one: Playwright's own where it can be downloaded, else Debian's.
 * Answers with the environment that e2e/house/browsers.ts reads.
 */
export async function ensureBrowser() {
  const found = findSystemBrowser();
  if (found) return found;
  if (existsSync(playwrightBrowser())) return {};

  console.log('No Chromium was found; asking Playwright for its own.');
  const cli = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const downloaded = await run(
    node24(),
    [cli, 'install', '--with-deps', 'chromium-headless-shell', 'chromium'],
    { quiet: true },
  );
  if (downloaded.code === 0 && existsSync(playwrightBrowser())) return {};

  if (!wasStopped() && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log("Playwright's download failed; installing Debian's chromium.");
    await run('apt-get', ['update'], { quiet: true });
    // One after the other: an older Debian has no shell, and the whole browser does as well.
    for (const name of ['chromium', 'chromium-headless-shell'])
      await run('apt-get', ['install', '-y', '--no-install-recommends', name], { quiet: true });
    const installed = findSystemBrowser();
    if (installed) return installed;
  }
  if (wasStopped()) {
    console.log('\nStopped before there was a browser.');
    process.exit(1);
  }
  return stop(
    'the journeys need Chromium, and none could be installed. Install Chromium or Chrome and name it with ' +
      'SIGNET_CHROMIUM=/path/to/chromium.',
  );
}

function findSystemBrowser() {
  const named = process.env.SIGNET_CHROMIUM;
  const whole = named ? [named].find(canRun) : wholeBrowsers.find(canRun);
  if (!whole) return undefined;
  const shell = !named && canRun(headlessShell) ? { SIGNET_HEADLESS_SHELL: headlessShell } : {};
  return { SIGNET_CHROMIUM: whole, ...shell };
}

function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function playwrightBrowser() {
  const require = createRequire(path.join(root, 'e2e', 'package.json'));
  return require('@playwright/test').chromium.executablePath();
}
