import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PageOutdatedError } from '../app/page-outdated.ts';
import { attributes, claimValues, valuesIn } from '../testing/person.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { changeJsonRecord, readJsonRecord, writeJsonRecord } from './json-record.ts';
import { holdVault, lock } from './this-tab.ts';
import { writeRecord } from './vault-session.ts';

let network: ReturnType<typeof pretendBff>;

beforeEach(async () => {
  const { open, kept, answers } = await newVault();
  network = pretendBff(answers);
  holdVault(open, kept.stored);
});
afterEach(() => lock());

const schema = v.strictObject({ name: v.string() });

test('what was written is read', async () => {
  expect(await writeJsonRecord('credentials', { name: 'Zoë 🦭' })).toMatchObject({ ok: true });
  expect(await readJsonRecord('credentials', schema)).toEqual({ name: 'Zoë 🦭' });
});

// prettier-ignore
test.each<[string, string]>([
  ['it has a field not known',           JSON.stringify({ name: 'x', more: 1 })],
  ['it lacks a field',                   '{}'],
  ['it is not JSON',                     `${attributes.givenName} ${attributes.familyName}`],
  ['it is empty',                        ''],
])('a record cannot be read when %s, and the error quotes nothing of it (ZONE-3)', async (_what, content) => {
  await writeRecord('credentials', new TextEncoder().encode(content));
  const failure = await readJsonRecord('credentials', schema).catch((cause: unknown) => cause);
  expect(failure).toEqual(new PageOutdatedError());
});

test('what would not be read again is not written, and the error quotes nothing of it (ZONE-3)', async () => {
  await writeJsonRecord('credentials', { name: 'before' });
  const typed = { name: 'after', more: attributes.givenName };
  await expect(changeJsonRecord('credentials', schema, () => typed)).rejects.toEqual(
    new Error('a record that would not be read again'),
  );
  expect(await readJsonRecord('credentials', schema)).toEqual({ name: 'before' });
});

test('one that is not there is undefined', async () => {
  expect(await readJsonRecord('credentials', schema)).toBeUndefined();
});

test('nothing readable goes out (ZONE-1)', async () => {
  await writeJsonRecord('proofing-draft', { ...attributes, ...claimValues });
  expect(network.bodies()).toContain('signet.record.v1.');
  expect(valuesIn(network.bodies())).toEqual([]);
  // The check itself can fail.
  expect(valuesIn(btoa(JSON.stringify({ ...attributes, ...claimValues }))).length).toBeGreaterThan(
    5,
  );
});
