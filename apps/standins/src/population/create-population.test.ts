import { expect, test } from 'vitest';
import { magicAnswer, outcomes } from '../outcomes.ts';
import { createPopulation } from './create-population.ts';
import { traits } from './traits.ts';

const population = createPopulation();
const different = (values: readonly string[]) => new Set(values).size;

test('there are at least 1,000 residents in 56 jurisdictions, the same on every machine', () => {
  expect(population.length).toBeGreaterThanOrEqual(1_000);
  expect(different(population.map(({ jurisdiction }) => jurisdiction))).toBe(56);
  expect(createPopulation()).toEqual(population);
});

test('their numbers are reserved ones: no SSN that is issued, no telephone that rings', () => {
  for (const { ssn, phone } of population) {
    expect(ssn).toMatch(/^9\d\d-\d\d-\d{4}$/);
    expect(phone).toMatch(/^\+1\d{3}55501\d\d$/);
  }
});

test('each is found alone: by number, by card, and by name and birth date', () => {
  expect(different(population.map(({ ssn }) => ssn))).toBe(population.length);
  expect(
    different(population.map(({ jurisdiction, documentNumber }) => jurisdiction + documentNumber)),
  ).toBe(population.length);
  expect(
    different(
      population.map(
        ({ givenName, familyName, birthDate }) => `${givenName} ${familyName} ${birthDate}`,
      ),
    ),
  ).toBe(population.length);
});

test('none of them has a magic value', () => {
  const magic = population.filter((one) =>
    outcomes.some(({ source, field }) => {
      const value = {
        'document number': one.documentNumber,
        SSN: one.ssn,
        phone: one.phone,
        'ZIP code': one.address.postalCode,
      }[field];
      return magicAnswer(source, value) !== undefined;
    }),
  );
  expect(magic).toEqual([]);
});

test('every trait is there, and about half of them have none', () => {
  const counts = new Map<string, number>();
  for (const { shows } of population) counts.set(shows, (counts.get(shows) ?? 0) + 1);
  for (const { name } of traits) expect(counts.get(name) ?? 0).toBeGreaterThanOrEqual(40);
});

test('who has one name has no given name, as their card bears none', () => {
  const named = population.filter(({ shows }) => shows === 'one name only');
  expect(new Set(named.map(({ givenName }) => givenName))).toEqual(new Set(['']));
  for (const { familyName } of named) expect(familyName).not.toBe('');
});
