import type { Configuration } from 'oidc-provider';
import { fetchRegisteredKeys, publishersAt } from '../agencies/registered-keys.ts';
import type { Bff } from '../bff.ts';

/**
 * What the engine fetches: keys of agencies, and where they want to be told of a sign-out. Only addresses that stand, letter by
 * letter, in the signed registry are called, wherever they are, and no redirect is followed: so nobody else chooses what this
 * server calls, and an agency inside of the same network can be told.
 */
export function fetchRegistered(
  bff: Pick<Bff, 'db' | 'keys' | 'now' | 'registry'>,
): NonNullable<Configuration['fetch']> {
  const known = new Set(
    bff.registry.agencies
      .flatMap(({ jwksUri, backchannelLogoutUri }) => [jwksUri, backchannelLogoutUri])
      .map((address) => (address === undefined ? undefined : new URL(address).href)),
  );
  return async (url, options) => {
    const address = new URL(url instanceof Request ? url.url : url).href;
    if (!known.has(address)) throw new Error('the registry does not list this address');
    // The engine's own dispatcher refuses private networks, where agencies may be.
    const { dispatcher: _engines, ...request } = options as RequestInit & { dispatcher?: unknown };
    const publishers = publishersAt(bff.registry, address);
    if (publishers.length === 0) return fetch(address, { ...request, redirect: 'error' });
    // The engine does not say for which client it asks: where two share an address, a key counts that both registered.
    return fetchRegisteredKeys(bff, address, request, (thumbprint) =>
      publishers.every(({ jwksThumbprints }) => jwksThumbprints?.includes(thumbprint)),
    );
  };
}
