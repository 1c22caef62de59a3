import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '@signet/contracts/languages';
import { pageLanguage } from './language.ts';
import type { App } from './mount-operation.ts';
import { problemResponse } from './refusal.ts';

// prettier-ignore
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8',
  '.bin': 'application/octet-stream',
};

/** The pages of the app, by their first path segment; all of them are the one index.html. */
const pages =
  /^\/(?:$|(?:interaction\/[\w-]+|sign-up|sign-in|recover|unlock|verify|consent|continue|to-app|account|signed-out|deleted|confirm-address|reset|stop|new-second-step|not-me|not-my-identity|hand-off|letter|proved)(?:\/[\w-]+)*\/?$)/;

/** Serves the built pages: hashed assets for ever, index.html never cached, nothing else. Whoever mistyped an address reads so. */
export function serveWeb(app: App, folder: string, wished: WishedLanguages): void {
  app.get('*', async (c) => {
    const target = new URL(c.req.url).pathname;
    const page = async (status: number) =>
      indexPage(
        folder,
        pageLanguage(c.env.incoming.headers, await wishedAt(target, wished)),
        status,
      );
    const served = pages.test(target) ? await page(200) : await asset(folder, target);
    const isForAPerson = c.req.header('sec-fetch-dest') === 'document';
    return (
      served ??
      (isForAPerson ? await page(404) : undefined) ??
      problemResponse({ type: 'not_found' })
    );
  });
}

/** The `ui_locales` of an agency's request. */
export type WishedLanguages = (uid: string) => Promise<unknown>;

async function wishedAt(target: string, wished: WishedLanguages): Promise<unknown> {
  const uid = /^\/interaction\/([\w-]+)/.exec(target)?.[1];
  return uid === undefined ? undefined : wished(uid);
}

/** Every page is this one, and what it says it is in, its script speaks from the first word on (LANG-1). */
async function indexPage(
  folder: string,
  language: Language,
  status: number,
): Promise<Response | undefined> {
  const html = await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => undefined);
  if (html === undefined) return undefined;
  return new Response(html.replace('<html lang="en"', `<html lang="${language}"`), {
    status,
    headers: {
      'content-type': types['.html'] ?? '',
      'cache-control': 'no-store',
      'content-language': language,
      vary: 'accept-language, cookie',
    },
  });
}

async function asset(folder: string, target: string): Promise<Response | undefined> {
  if (!/^(?:\/[\w.-]+)+$/.test(target) || target.includes('..')) return undefined;
  const immutable = target.startsWith('/assets/');
  const caching = immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  const name = path.join(folder, target);
  const found = await stat(name).catch(() => undefined);
  const type = types[path.extname(name)];
  if (found?.isFile() !== true || type === undefined) return undefined;
  return new Response(new Uint8Array(await readFile(name)), {
    headers: { 'content-type': type, 'cache-control': caching },
  });
}
