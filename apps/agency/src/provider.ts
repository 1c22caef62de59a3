import {
  allowInsecureRequests,
  discoveryRequest,
  processDiscoveryResponse,
  type AuthorizationServer,
} from 'oauth4webapi';
import type { JWK } from 'jose';
import { readTrust, type Trust } from './trust.ts';

export type Provider = {
  readonly issuer: URL;
  /** Options that every request to the provider carries. */
  readonly options: { readonly [allowInsecureRequests]: boolean };
  /** The provider's metadata, read at first use and kept. A failed attempt is not kept. */
  metadata(): Promise<AuthorizationServer>;
  /** Keys from the signed registry. Read anew each time: an operator may have rotated them. */
  trust(): Promise<Trust>;
};

export class ProviderUnreachable extends Error {
  readonly code = 'provider_unreachable';
}

export function providerAt(issuer: string, registryKey: JWK): Provider {
  const url = new URL(issuer);
  // Plain http is for a provider on this very machine; anywhere else oauth4webapi refuses it.
  const options = { [allowInsecureRequests]: url.hostname === 'localhost' };
  let known: Promise<AuthorizationServer> | undefined;

  return {
    issuer: url,
    options,
    trust: () => readTrust(url.origin, registryKey),
    metadata() {
      known ??= discover(url, options).catch((problem: unknown) => {
        known = undefined;
        throw problem;
      });
      return known;
    },
  };
}

async function discover(issuer: URL, options: Provider['options']): Promise<AuthorizationServer> {
  let response: Response;
  try {
    response = await discoveryRequest(issuer, {
      ...options,
      algorithm: 'oidc',
      signal: AbortSignal.timeout(5_000),
    });
  } catch {
    throw new ProviderUnreachable('The provider does not answer.');
  }
  if (response.status >= 500) throw new ProviderUnreachable('The provider is not well.');
  return processDiscoveryResponse(issuer, response);
}
