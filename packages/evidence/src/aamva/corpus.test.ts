import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConsistency } from './consistency.ts';
import { parseAamva } from './parse-aamva.ts';

// 32 public payloads of sample cards (digitalbazaar/aamva-parse, BSD-3). They are not part of this repository.
const folder = path.resolve(import.meta.dirname, '../../../../../shared/data/aamva');
const present = existsSync(folder);
if (!present)
  console.warn(`SKIPPED: no AAMVA payloads at ${folder}; the corpus tests did not run.`);

/** First 12 hex digits of SHA-256 over the fields of each file, compared by eye with the payload when they were written down. */
const expected = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../vectors/aamva-corpus.json'), 'utf8'),
) as Record<string, string>;

describe.skipIf(!present)('the public corpus of sample cards', () => {
  const files = present ? readdirSync(folder).filter((name) => name.endsWith('.txt')) : [];
  const read = (name: string) => {
    const parsed = parseAamva(readFileSync(path.join(folder, name)));
    if (!parsed.ok) throw new Error(`${name} is no AAMVA payload`);
    return parsed.value;
  };

  test('has 32 cards', () => expect(files.length).toBe(32));

  test.each(files)('%s: every field that matters is there, and none is wrong', (name) => {
    const { card } = read(name);
    const fields = [
      card.familyName,
      card.givenName,
      card.middleName,
      card.suffix,
      card.documentNumber,
      card.birthDate,
      card.expiryDate,
      card.address.street,
      card.address.city,
      card.address.region,
      card.address.postalCode,
    ];
    const needed = fields.filter((_field, at) => at !== 2 && at !== 3);
    expect(needed.every((field) => field !== undefined)).toBe(true);
    expect(createHash('sha256').update(fields.join('|')).digest('hex').slice(0, 12)).toBe(
      expected[name],
    );
  });

  test('consistency flags few honest cards', () => {
    const flags = new Map<string, number>();
    let hard = 0;
    for (const name of files) {
      const { findings, result } = checkConsistency(read(name));
      if (result === 'inconsistent') hard += 1;
      for (const { check, result: verdict } of findings)
        if (verdict === 'flag') flags.set(check, (flags.get(check) ?? 0) + 1);
    }
    console.log(`false alarms on ${files.length} sample cards:`, Object.fromEntries(flags));
    expect(hard).toBeLessThanOrEqual(1);
  });
});
