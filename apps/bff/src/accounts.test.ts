import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmail, sealEmail } from './accounts.ts';
import { sealText } from './keys/seal-text.ts';
import { openHouse, type House } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a sealed address does not tell how long it is, and opens as it was', () => {
  const addresses = ['a@b.test', `${'a'.repeat(40)}@example.test`, `${'a'.repeat(64)}@b.test`];
  const sealed = addresses.map((one) => sealEmail(house.bff, one));
  expect(sealed.map((one) => openEmail(house.bff, one))).toEqual(addresses);
  // Those of more than 64 characters, of which there are few, are of another length.
  const [short, long] = sealed.map(({ length }) => length);
  expect(short).toBe(long);
});

test('one that was sealed before they were filled up opens, too', () => {
  const before = sealText(house.bff.keys.secret('contactSealing'), 'email', 'a@b.test');
  expect(openEmail(house.bff, before)).toBe('a@b.test');
});
