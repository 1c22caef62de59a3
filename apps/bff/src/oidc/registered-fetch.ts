import type { Configuration } from 'oidc-provider';
import type { Registry } from '@signet/contracts/registry';

/**
 * What the engine fetches: keys of agencies, and where they want to be told of a sign-out. Only addresses that stand, letter by
 * letter, in the signed registry are called, wherever they are, and no redirect is followed: so nobody else chooses what this
 * server calls, and an agency inside of the same network can be told.
 */
export function fetchRegistered({ agencies }: Registry): NonNullable<Configuration['fetch']> {
  const known = new Set(
    agencies
      .flatMap(({ jwksUri, backchannelLogoutUri }) => [jwksUri, backchannelLogoutUri])
      .filter((address) => address !== undefined)
      .map((address) => new URL(address).href),
  );
  return async (url, options) => {
    const address = url instanceof Request ? url.url : url;
    if (!known.has(new URL(address).href))
      throw new Error('the registry does not list this address');
    // The engine's own dispatcher refuses private networks, where agencies may be.
    const { dispatcher: _engines, ...request } = options as RequestInit & { dispatcher?: unknown };
    return fetch(address, { ...request, redirect: 'error' });
  };
}
