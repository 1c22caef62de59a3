import { signalPaths } from '../signals/signal-paths.ts';

/** Where the provider answers, in Login.gov's spelling. */
// prettier-ignore
export const providerPaths = {
  authorization: '/openid_connect/authorize',
  end_session:   '/openid_connect/logout',
  token:         '/api/openid_connect/token',
  userinfo:      '/api/openid_connect/userinfo',
  jwks:          '/api/openid_connect/certs',
  pushed_authorization_request: '/api/openid_connect/par',
} as const;

const prefixes = ['/openid_connect/', '/api/openid_connect/', '/.well-known/'];

const routes: ReadonlySet<string> = new Set([
  ...Object.values(providerPaths),
  `${providerPaths.end_session}/confirm`,
  `${providerPaths.end_session}/success`,
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
]);
const resumed = new RegExp(`^${providerPaths.authorization}/[\\w-]+$`);

/** Whether something of the provider stands at a path, letter by letter. */
export function isProviderRoute(path: string): boolean {
  return routes.has(path) || resumed.test(path);
}

/** Whether a request goes to the provider rather than to the rest of the bff. */
export function isProviderPath(url: string): boolean {
  const [path = ''] = url.split('?');
  if (path === signalPaths.discovery || path === signalPaths.ssfDiscovery) return false;
  return prefixes.some((prefix) => url.startsWith(prefix));
}
