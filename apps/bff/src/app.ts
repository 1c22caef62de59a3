import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { log, type LogOperation } from './audit/log.ts';
import { serveStatusLists } from './credential-status/serve-status-lists.ts';
import type { Bff } from './bff.ts';
import { mountOperation, type App, type Verb } from './http/mount-operation.ts';
import { problemResponse } from './http/refusal.ts';
import { serveWeb, type WishedLanguages } from './http/serve-web.ts';
import { mountSignals } from './signals/mount-signals.ts';
import { mountPrintShopCallback } from './proofing/post/print-shop-callback.ts';
import { operationVerbs, type ConsentVerbs } from './operation-verbs.ts';

export type AppParts = {
  readonly bff: Bff;
  readonly consent: ConsentVerbs;
  /** Signing out reaches agencies too, which only the provider knows. */
  readonly endSession: (typeof operationVerbs)['endSession'];
  /** The signed registry, as it was read. */
  readonly registryJws: string;
  readonly webFolder: string;
  /** What a page is served in that an agency's request led to. */
  readonly wishedLanguages: WishedLanguages;
};

/** Everything but the OIDC engine, which stands beside it on the same server (`answer-requests.ts`). WEB-4: there is no other route that changes anything, but the print shop's. */
export function createApp(parts: AppParts): App {
  const { bff, consent, endSession, registryJws, webFolder, wishedLanguages } = parts;
  const app: App = new Hono();

  app.use(async (c, next) => {
    const begun = performance.now();
    await next();
    log('request', {
      operation: operationName(c.req.method, c.req.routePath),
      status: c.res.status,
      ms: Math.round(performance.now() - begun),
    });
  });

  const verbs: Readonly<Record<string, Verb<never>>> = {
    ...operationVerbs,
    ...consent,
    endSession,
  } as never;
  for (const [name, operation] of Object.entries(operationTable)) {
    const verb = verbs[name];
    if (verb === undefined) throw new Error(`the operation ${name} has no verb`);
    mountOperation(app, bff, operation as never, verb);
  }

  mountSignals(app, bff);
  mountPrintShopCallback(app, bff);
  app.get('/health', (c) => c.json({ healthy: true }));
  serveStatusLists(app, bff);
  // It has a picture of many an agency, and whoever is about to share something asks for it again.
  app.get('/registry.jws', etag(), (c) =>
    c.body(registryJws, 200, { 'content-type': 'application/jose', 'cache-control': 'no-cache' }),
  );
  app.all('/api/*', () => problemResponse({ type: 'not_found' }));
  app.all('/interaction/:uid/api/*', () => problemResponse({ type: 'not_found' }));
  serveWeb(app, webFolder, wishedLanguages);
  app.notFound(() => problemResponse({ type: 'not_found' }));
  app.onError(() => {
    log('unexpected-error');
    return problemResponse({ type: 'internal_error' });
  });
  return app;
}

const nameByRoute = new Map(
  Object.entries(operationTable).map(([name, { method, path }]) => [
    `${method} ${path}`,
    name as OperationName,
  ]),
);

function operationName(method: string, route: string): LogOperation {
  return nameByRoute.get(`${method} ${route}`) ?? 'page';
}
