import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { needlesOf } from './needles.ts';
import { person } from './person.ts';

const isFound = (name: string, value: unknown, hay: string) =>
  needlesOf(name, value).some((needle) => hay.includes(needle));
const members = [...Object.entries(person), ...Object.entries(person.address)];

/** Ways in which it could be written down. */
const written: Readonly<Record<string, (name: string, value: unknown) => string>> = {
  'as JSON': (name, value) => JSON.stringify({ other: 1, [name]: value, last: true }),
  'as a disclosure': (name, value) =>
    Buffer.from(JSON.stringify(['c2FsdA', name, value])).toString('base64url'),
  'as JSON in base64': (name, value) =>
    Buffer.from(JSON.stringify({ x: 0, [name]: value })).toString('base64'),
  'as JSON in hex': (name, value) => Buffer.from(JSON.stringify({ [name]: value })).toString('hex'),
  'as JSON in a URL': (name, value) => encodeURIComponent(JSON.stringify({ [name]: value })),
};

test.each(Object.entries(written))('every value is found %s', (_how, write) => {
  const missed = members.filter(([name, value]) => !isFound(name, value, write(name, value)));
  expect(missed).toEqual([]);
});

test('at every place in base64, and without its name where it means something by itself', () => {
  for (const before of ['', '.', '..', '...']) {
    const hay = Buffer.from(`${before}${person.family_name};`).toString('base64');
    expect(isFound('family_name', person.family_name, hay)).toBe(true);
  }
  expect(isFound('given_name', person.given_name, `hello ${person.given_name}!`)).toBe(true);
});

test('nothing is found in what is random', () => {
  const hay = [200_000, 200_000].map((many) => randomBytes(many));
  const texts = [
    ...hay.map((bytes) => bytes.toString('base64url')),
    ...hay.map((bytes) => bytes.toString('hex')),
  ];
  for (const text of texts)
    expect(members.filter(([name, value]) => isFound(name, value, text))).toEqual([]);
});
