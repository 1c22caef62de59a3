import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openHouse } from '../testing/house.ts';
import { isProviderPath, isProviderRoute, providerPaths } from './paths.ts';

const methods = ['get', 'post', 'put', 'delete', 'options'] as const;
type Register = (name: string, route: string, ...rest: unknown[]) => unknown;
type Router = Record<(typeof methods)[number], Register>;

/** The engine keeps its router to itself, so what it registers is written down as it does. */
async function registered(): Promise<string[]> {
  const library = path.dirname(createRequire(import.meta.url).resolve('oidc-provider'));
  const file = pathToFileURL(path.join(library, 'helpers', 'router.js')).href;
  const { default: engineRouter } = (await import(file)) as { default: { prototype: Router } };
  const spies = methods.map((method) => vi.spyOn(engineRouter.prototype, method));
  const house = await openHouse();
  onTestFinished(() => house.close());
  const routes = spies.flatMap((spy, at) =>
    spy.mock.calls.map(([, route]) => `${methods[at]?.toUpperCase()} ${route}`),
  );
  for (const spy of spies) spy.mockRestore();
  return [...new Set(routes)].toSorted();
}

test('the provider has the routes of a sign-in at an agency, and none that reaches an account, each in one spelling (AUTH-20, AGENCY-49)', async () => {
  const routes = await registered();
  // prettier-ignore
  expect(routes).toEqual([
    'GET /.well-known/oauth-authorization-server',
    'GET /.well-known/openid-configuration',
    `GET ${providerPaths.jwks}`,
    `GET ${providerPaths.userinfo}`,
    `GET ${providerPaths.authorization}`,
    `GET ${providerPaths.authorization}/:uid`,
    `GET ${providerPaths.end_session}`,
    `GET ${providerPaths.end_session}/success`,
    'OPTIONS /.well-known/oauth-authorization-server',
    'OPTIONS /.well-known/openid-configuration',
    `OPTIONS ${providerPaths.jwks}`,
    `OPTIONS ${providerPaths.token}`,
    `OPTIONS ${providerPaths.pushed_authorization_request}`,
    `OPTIONS ${providerPaths.userinfo}`,
    `POST ${providerPaths.token}`,
    `POST ${providerPaths.pushed_authorization_request}`,
    `POST ${providerPaths.userinfo}`,
    `POST ${providerPaths.end_session}/confirm`,
  ].toSorted());
  for (const route of routes) {
    const path = (route.split(' ')[1] ?? '').replace(':uid', 'V1StGXR8_Z5jdHi6B-myT');
    expect([path, isProviderPath(path), isProviderRoute(path)]).toEqual([path, true, true]);
  }
});
