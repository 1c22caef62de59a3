import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type TestInfo } from '@playwright/test';
import { wholeBrowser } from '../house/browsers.ts';

/** A browser with a profile of its own on disk, as people have it; the folder stands until `forget`. */
export async function openBrowserOnDisk({ project }: TestInfo): Promise<{
  readonly context: BrowserContext;
  readonly folder: string;
  readonly forget: () => void;
}> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-profile-'));
  const { baseURL, viewport } = project.use;
  const context = await chromium.launchPersistentContext(folder, {
    ...wholeBrowser,
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(viewport === undefined ? {} : { viewport }),
  });
  return { context, folder, forget: () => rmSync(folder, { recursive: true, force: true }) };
}
