import type { Agency } from '@signet/contracts/agency';
import { looksLatin, withoutMarks } from './look-alikes.ts';

/** Who asks is known to people by its name (AGENCY-1): where two have the same it may be meant, for two sites of one agency, and is said each time. */
export function sameNames(agencies: readonly Agency[]): readonly string[] {
  const names = new Map<string, readonly string[]>();
  for (const { clientId, name } of agencies)
    for (const one of new Set(Object.values<string>(name).flatMap(waysToReadIt)))
      names.set(one, [...(names.get(one) ?? []), clientId]);
  const alike = [...names.values()]
    .map((clientIds) => [...new Set(clientIds)].join(' and '))
    .filter((clientIds) => clientIds.includes(' '));
  return [...new Set(alike)].map(
    (clientIds) =>
      `! ${clientIds} have the same name, or names that look alike: people cannot tell them apart.`,
  );
}

/**
 * By its letters, by those of A to Z that they look like, and by those that look like these in turn (a skeleton, UTS #39 §4). Each may be the
 * same where the others are not: “Н” looks like an H, and “н”, which is the same letter, like none.
 */
function waysToReadIt(name: string): readonly string[] {
  const letters = withoutMarks(name.normalize('NFKD').replaceAll(/[^\p{L}\p{M}\p{N}]/gu, ''));
  const latin = [...letters].map((letter) => looksLatin(letter) ?? letter);
  const skeleton = latin.map((letter) => withinLatin[letter] ?? letter);
  return [letters, `${latin.join('')} as seen`, `${skeleton.join('')} at a glance`].map(folded);
}

const folded = (letters: string) => letters.toLowerCase().replaceAll('ς', 'σ');

const withinLatin: Readonly<Record<string, string>> = { I: 'l', 1: 'l', 0: 'O', m: 'rn' };
