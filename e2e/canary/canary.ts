import { recordings, type Recordings } from '../house/test-plan.ts';
import { writtenExceptions } from './exceptions.ts';
import { photographPatterns, type Pattern } from './patterns.ts';
import { canaryPatterns } from './persona-values.ts';
import {
  databasePlaces,
  exchangePlaces,
  heapPlaces,
  mailPlaces,
  outputPlaces,
  profilePlaces,
  type Place,
} from './places.ts';
import { searcher } from './search.ts';

const search = searcher(canaryPatterns());
/** Where the bff keeps or says something there are no photographs either. */
const searchForAll = searcher([...canaryPatterns(), ...photographPatterns()]);

/** Exchanges that an earlier journey's canary has searched already. */
const searched = new Set<string>();

/** Searches everything that Signet keeps, prints and says for every persona's values; each hit is one line, valueless. */
export function canaryAfterJourney(
  browserStorage: readonly Place[],
  from: Recordings = recordings,
): string[] {
  return [
    ...leaksIn(
      [...databasePlaces(from), ...exchangePlaces(from, writtenExceptions(), searched)],
      searchForAll,
    ),
    ...leaksIn([...outputPlaces(from), ...mailPlaces(from), ...browserStorage]),
  ];
}

export function canaryInHeap(from: Recordings = recordings): string[] {
  return leaksIn(heapPlaces(from));
}

/** What a browser wrote to its disk; it has to be closed first. What was typed and shown there is looked for like values of personas. */
export function canaryInProfile(folder: string, secrets: readonly Pattern[]): string[] {
  return leaksIn(profilePlaces(folder), searcher([...canaryPatterns(), ...secrets]));
}

function leaksIn(places: readonly Place[], look = search): string[] {
  return places.flatMap(({ name, bytes }) =>
    look(bytes).map(
      (found) =>
        `${name}: the ${found.attribute} of ${found.personaId} (${found.encoding}) at byte ${found.offset}`,
    ),
  );
}
