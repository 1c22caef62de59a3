import type { Agency } from '@signet/contracts/agency';

/** Who asks is known to people by its name (AGENCY-1): where two have the same it may be meant, for two sites of one agency, and is said each time. */
export function sameNames(agencies: readonly Agency[]): readonly string[] {
  // Without vowel signs, which are marks, words of many scripts would be others.
  const bare = (name: string) =>
    name
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '');
  const names = new Map<string, readonly string[]>();
  for (const { clientId, name } of agencies)
    for (const one of new Set(Object.values<string>(name).map(bare)))
      names.set(one, [...(names.get(one) ?? []), clientId]);
  return [...names.values()]
    .map((clientIds) => [...new Set(clientIds)])
    .filter((clientIds) => clientIds.length > 1)
    .map(
      (clientIds) =>
        `! ${clientIds.join(' and ')} have the same name: people cannot tell them apart.`,
    );
}
