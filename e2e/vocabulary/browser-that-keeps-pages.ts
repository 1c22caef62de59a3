import { chromium, type BrowserContext, type TestInfo } from '@playwright/test';
import { wholeBrowser } from '../house/browsers.ts';

/**
 * A browser with its back/forward cache on, as people have it: Playwright's own way of starting one turns it off, and the headless shell
 * has none.
 */
export async function openBrowserThatKeepsPages({ project }: TestInfo): Promise<BrowserContext> {
  const browser = await chromium.launch({
    ...wholeBrowser,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  const { baseURL, viewport } = project.use;
  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(viewport === undefined ? {} : { viewport }),
  });
  context.on('close', () => void browser.close());
  return context;
}

/**
 * Signet's answers say `no-store`, and for that alone Chromium keeps no page of it; other browsers do. Until the answer is called it is
 * taken off on the way, so that the page's own guard is all there is.
 */
export async function takeOffNoStore(context: BrowserContext): Promise<() => Promise<void>> {
  await context.route('**/*', async (route) => {
    // A connection that was kept may be closed by the server just when it is used again; a browser tries once more by itself.
    const response = await route.fetch({ maxRetries: 3 });
    const headers = { ...response.headers() };
    if (headers['cache-control'] === 'no-store') headers['cache-control'] = 'no-cache';
    await route.fulfill({ response, headers });
  });
  // A page asks for its session whenever one comes back to it: an answer that is on its way is waited for.
  return () => context.unrouteAll({ behavior: 'wait' });
}
