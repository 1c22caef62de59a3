import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Attempts } from '../count-attempts.ts';
import { ids, tickets, type Place } from './applicant.ts';
import { openHouse, type House } from './house.ts';
import { attributes } from './person.ts';

type Name = 'ssnAttempts' | 'documentAttempts';
type Answer = Awaited<ReturnType<House['take']>>;

/** Before each test it is this moment. */
export const begunAt = Date.parse('2026-03-10T14:05:06.700Z');

/** For the tests of one file: a house that counts attempts as none outside of tests would miss, of which there was none before each test. */
export function countingHouse<Counted extends Name>(
  makers: Readonly<Record<Counted, () => Attempts>>,
) {
  let house: House;
  const names = Object.keys(makers) as Counted[];
  const counts = {} as Record<Counted, Attempts>;
  const passedOn = (name: Counted): Attempts => ({
    begin: (...attempt) => counts[name].begin(...attempt),
    forgetEnded: (now) => counts[name].forgetEnded(now),
    digests: () => counts[name].digests(),
  });
  beforeAll(async () => {
    house = await openHouse(Object.fromEntries(names.map((name) => [name, passedOn(name)])));
  });
  beforeEach(() => {
    for (const name of names) counts[name] = makers[name]();
    house.clock.at = begunAt;
    house.sources.calm();
  });
  afterAll(() => house.close());
  return {
    house: () => house,
    counts,
    /** The check of information with an SSN, from somewhere, of a document. */
    check: async (
      ssn: string,
      place: Place = ids,
      documentNumber: string = attributes.documentNumber,
    ) => {
      const ticket = await house.ticket({
        ...tickets.examined,
        ...place,
        attributes: { ...attributes, documentNumber },
      });
      return house.take('check-information', { ssn }, { ...place, ticket });
    },
  };
}

/** What the bff has of an answer, but for what every answer has of its own. */
export const seenByBff = ({ facts, relayed }: Answer) => ({
  ...facts,
  requestDigest: '',
  applicationId: '',
  length: relayed?.reply.length,
});
