import { writtenExceptions } from './exceptions.ts';
import { canaryPatterns } from './persona-values.ts';
import {
  databasePlaces,
  exchangePlaces,
  heapPlaces,
  mailPlaces,
  outputPlaces,
  type Place,
} from './places.ts';
import { searcher } from './search.ts';

const search = searcher(canaryPatterns());
const progress = { seen: new Set<string>() };

/** Searches everything that Signet keeps, prints and says for every persona's values; each hit is one line, valueless. */
export function canaryAfterJourney(browserStorage: readonly Place[]): string[] {
  return leaksIn([
    ...databasePlaces(),
    ...outputPlaces(),
    ...mailPlaces(),
    ...exchangePlaces(writtenExceptions(), progress),
    ...browserStorage,
  ]);
}

export function canaryInHeap(): string[] {
  return leaksIn(heapPlaces());
}

export function leaksIn(places: readonly Place[]): string[] {
  return places.flatMap(({ name, bytes }) =>
    search(bytes).map(
      (found) =>
        `${name}: the ${found.attribute} of ${found.personaId} (${found.encoding}) at byte ${found.offset}`,
    ),
  );
}
