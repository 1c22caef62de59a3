import type { Agency, Registry } from '@signet/contracts/registry';

export function findAgency(registry: Registry, clientId: unknown): Agency | undefined {
  return registry.agencies.find((agency) => agency.clientId === clientId);
}
