import { expect, test } from 'vitest';
import { harbor } from '../testing/installation.ts';
import { termsOf } from './agreements.ts';

test('terms are purpose, retention, need and delivery of what was offered, and nothing else', async () => {
  const [attribute] = harbor.attributes;
  if (attribute === undefined) throw new Error('the agency asks for nothing');
  const offered = ['given_name'] as const;
  const terms = await termsOf(harbor, offered);
  const changed = (changes: object) =>
    termsOf({ ...harbor, attributes: [{ ...attribute, ...changes }] }, offered);
  expect(await changed({ purpose: { en: 'To send you offers' } })).not.toBe(terms);
  expect(await changed({ retention: { en: 'For ever' } })).not.toBe(terms);
  expect(await changed({ required: false })).not.toBe(terms);
  const { en } = attribute.purpose;
  const spanish = { purpose: { en, es: 'Para atenderle' } };
  expect(await changed(spanish)).not.toBe(terms);
  expect(await changed({ purpose: { es: 'Para atenderle', en } })).toBe(await changed(spanish));
  expect(await termsOf({ ...harbor, delivery: 'sealed' }, offered)).not.toBe(terms);
  const more = { ...attribute, claim: 'phone' as const };
  expect(await termsOf({ ...harbor, attributes: [attribute, more] }, offered)).toBe(terms);
  const both = (...attributes: (typeof harbor)['attributes']) =>
    termsOf({ ...harbor, attributes }, ['given_name', 'phone']);
  expect(await both(more, attribute)).toBe(await both(attribute, more));
  expect(await termsOf({ ...harbor, name: { en: 'Another name' } }, offered)).toBe(terms);
});
