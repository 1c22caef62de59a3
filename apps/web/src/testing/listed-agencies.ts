import { vi } from 'vitest';
import type { Agency } from '@signet/contracts/registry';
import { installation, registryKey, signRegistry } from './installation.ts';

let key: Awaited<ReturnType<typeof registryKey>> | undefined;

/** What the network says where the registry is asked for: these agencies, for an hour, signed by the key that the page has. */
export async function listedAgencies(agencies: readonly Agency[], version = 1) {
  key ??= await registryKey();
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  const { registry } = await installation();
  const jws = await signRegistry(key, { ...registry, version, agencies });
  return { '/registry.jws': () => new Response(jws) };
}
