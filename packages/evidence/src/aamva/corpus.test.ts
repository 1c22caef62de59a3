import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFolder } from '../testing/corpus.ts';
import { checkConsistency } from './consistency.ts';
import { parseAamva } from './parse-aamva.ts';

// 32 public payloads of sample cards (digitalbazaar/aamva-parse, BSD-3). They are not part of this repository.
const present = existsSync(corpusFolder);
if (!present)
  console.warn(`SKIPPED: no AAMVA payloads at ${corpusFolder}; the corpus tests did not run.`);

/** What stands on each card, read from its payload by a person, element by element; null where the card does not say it. */
const { fields, cards } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../vectors/aamva-corpus.json'), 'utf8'),
) as { fields: readonly string[]; cards: Record<string, readonly (string | null)[]> };

/** Without these a card is of no use. */
const needed = [
  'familyName',
  'givenName',
  'documentNumber',
  'birthDate',
  'expiryDate',
  'street',
  'city',
  'region',
  'postalCode',
];

describe.skipIf(!present)('the public corpus of sample cards', () => {
  const files = present ? readdirSync(corpusFolder).filter((name) => name.endsWith('.txt')) : [];
  const read = (name: string) => {
    const parsed = parseAamva(readFileSync(path.join(corpusFolder, name)));
    if (!parsed.ok) throw new Error(`${name} is no AAMVA payload`);
    return parsed.value;
  };
  const said = (name: string): Record<string, string | null> => {
    const { card } = read(name);
    const flat: Record<string, unknown> = { ...card, ...card.address };
    return Object.fromEntries(fields.map((field) => [field, (flat[field] as string) ?? null]));
  };

  test('has the 32 cards of the table', () => {
    expect(files.toSorted()).toEqual(Object.keys(cards).toSorted());
    expect(files.length).toBe(32);
  });

  test.each(files)('%s: no field is wrong', (name) => {
    const expected = Object.fromEntries(fields.map((field, at) => [field, cards[name]?.[at]]));
    expect(said(name)).toEqual(expected);
  });

  test('at least 31 are complete', () => {
    const complete = files.filter((name) => needed.every((field) => said(name)[field] !== null));
    expect(complete.length).toBeGreaterThanOrEqual(31);
  });

  test('every byte is kept, and every element is somewhere', () => {
    for (const name of files) {
      const { raw, subfiles } = read(name);
      expect(Buffer.from(raw).equals(readFileSync(path.join(corpusFolder, name)))).toBe(true);
      expect(subfiles.flatMap(({ elements }) => elements).length).toBeGreaterThan(10);
    }
  });

  test('consistency calls at most one honest card inconsistent (`npm run -s measure:consistency`)', () => {
    const flagged = files.filter((name) => checkConsistency(read(name)).result === 'inconsistent');
    expect(flagged.length).toBeLessThanOrEqual(1);
  });
});
