import type { Provider } from 'oidc-provider';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';

/** How the engine keeps the keys of a client, as far as we know better. */
type KeyStore = {
  stale(): boolean;
  selectForVerify(wanted: { readonly kid?: string }): readonly unknown[];
};

/**
 * Which keys of a client the engine tries. AGENCY-47: it fetches published keys anew only where none verifies, so with one that was
 * taken down it would go on for ever: keys that are a minute old are none, until they were fetched again. AGENCY-31: of a client of
 * Login.gov all are tried, whatever name the signature gives to its key; who registered a certificate named none.
 */
export function adjustClientKeys({ registry }: Pick<Bff, 'registry'>, engine: Provider): void {
  const { Client } = engine;
  const find = Client.find.bind(Client);
  const adjusted = new WeakSet<object>();
  Client.find = async (clientId) => {
    const client = await find(clientId);
    if (client === undefined || adjusted.has(client)) return client;
    adjusted.add(client);
    const { asymmetricKeyStore: keys } = client as unknown as { asymmetricKeyStore: KeyStore };
    const isLoginGov = findAgency(registry, clientId)?.profile === 'login.gov';
    const select = keys.selectForVerify.bind(keys);
    keys.selectForVerify = ({ kid, ...wanted }) => {
      if (keys.stale()) return [];
      return select(isLoginGov || kid === undefined ? wanted : { ...wanted, kid });
    };
    return client;
  };
}
