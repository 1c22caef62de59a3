import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import type { Plan } from '../../scripts/launch/plan.ts';

export type Script = { readonly name: string; readonly bytes: number; readonly gzipped: number };

/**
 * Every script that the sign-in page runs before anything is typed, and those apart: the worker with OPAQUE and Argon2id, which loads
 * beside the page, and whatever comes with the first press of the button.
 */
export async function signInScripts(
  browser: Browser,
  plan: Plan,
): Promise<{ readonly initial: readonly Script[]; readonly later: readonly Script[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const loaded = new Map<string, Promise<Script>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith('.js')) return;
    const name = pathname.slice(1);
    loaded.set(
      name,
      fetch(response.url())
        .then((again) => again.arrayBuffer())
        .then((body) => ({
          name,
          bytes: body.byteLength,
          gzipped: gzipSync(new Uint8Array(body), { level: 9 }).length,
        })),
    );
  });
  await page.goto(`${plan.issuer}/sign-in`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  const initial = await Promise.all(loaded.values());
  await page.getByLabel('E-mail address').fill('nobody@example.test');
  await page.getByLabel('Password', { exact: true }).fill('not the password of anybody');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  const all = await Promise.all(loaded.values());
  await context.close();
  const names = new Set(initial.map(({ name }) => name));
  return {
    initial: initial.filter(({ name }) => !isWorker(name)),
    later: all.filter(({ name }) => !names.has(name) || isWorker(name)),
  };
}

function isWorker(name: string): boolean {
  return name.startsWith('assets/opaque-worker-');
}
