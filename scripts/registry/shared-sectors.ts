import type { Agency } from '@signet/contracts/agency';

/** AGENCY-6: agencies of one sector can match their people. It may be meant, for two sites of one agency, and is said each time. */
export function sharedSectors(agencies: readonly Agency[]): readonly string[] {
  const sectors = new Set(agencies.map(({ sector }) => sector));
  return [...sectors].flatMap((sector) => {
    const ofIt = agencies.filter((one) => one.sector === sector).map((one) => one.clientId);
    const sharing = [...new Set(ofIt)];
    if (sharing.length < 2) return [];
    return [
      `! ${sharing.join(' and ')} share the sector "${sector}": they see the same identifier for a person and can match their people.`,
    ];
  });
}
