import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LetterId } from '@signet/contracts/ids';
import { openPrintShop } from '../../testing/print-shop.ts';
import { printShopManifest, requireAllowed } from './print-shop-manifest.ts';
import { createPrintShop } from './print-shop.ts';

const { budget, breaker, fields } = printShopManifest;
let shop: Awaited<ReturnType<typeof openPrintShop>>;
let now = 0;
beforeAll(async () => {
  shop = await openPrintShop();
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.behaves();
  shop.asked.length = 0;
});

const letterId: LetterId = `ltr_${'1'.repeat(26)}`;
const letter = { letterId, sealed: 'for.the.print.shop.only' };
const open = () => createPrintShop(shop.setting, () => now);

test('the print shop is sent the fields of its manifest, signed and with its word on retention (PROOF-7)', async () => {
  const adapter = open();
  // Whatever else the caller has in hand stays there.
  await adapter.handOver([{ ...letter, name: 'IMOGENE' } as typeof letter]);
  await adapter.statusesOf([letterId]);
  const [handedOver, statuses] = shop.asked;
  expect([handedOver?.path, handedOver?.fields]).toEqual(['/v1/letters', fields['/letters']]);
  expect([statuses?.path, statuses?.fields]).toEqual(['/v1/statuses', fields['/statuses']]);
  for (const { headers } of shop.asked) {
    expect(headers['signet-retention']).toBe('none');
    expect(headers.connection).toBe('close');
    expect(headers.authorization).toMatch(/^HMAC-SHA256 keyId=test,timestamp=\d+,nonce=/);
  }
});

test('a field that is not in it is a mistake that never reaches the wire (PROOF-7)', () => {
  expect(() => requireAllowed('/letters', letter)).not.toThrow();
  expect(() => requireAllowed('/letters', { ...letter, address: 'x' })).toThrow(
    'print-shop: address is not in the manifest',
  );
  expect(() => requireAllowed('/statuses', { letterId })).toThrow('not in the manifest');
});

test('one call a letter and round, and no second try within it (LETTER-4)', async () => {
  shop.behaves('resets');
  expect(await open().handOver([letter, { ...letter, letterId: `ltr_${'2'.repeat(26)}` }])).toEqual(
    new Map(),
  );
  expect(shop.asked).toHaveLength(budget.attempts);
});

test('a shop that answers nothing is spared for a while, then asked once, and as before when it answers (PROOF-33)', async () => {
  const adapter = open();
  const ask = async () => (await adapter.handOver([letter])).get(letterId);
  shop.behaves('resets', 'error', 'resets', 'garbage', 'resets', 'unavailable');
  for (let nth = 0; nth < breaker.failures + 3; nth += 1) expect(await ask()).toBeUndefined();
  expect(shop.asked).toHaveLength(breaker.failures);
  expect(await adapter.statusesOf([letterId])).toBeUndefined();
  now += breaker.openMs;
  expect(await ask()).toBeUndefined();
  expect(await ask()).toBeUndefined();
  expect(shop.asked).toHaveLength(breaker.failures + 1);
  now += breaker.openMs;
  expect([await ask(), await ask()]).toEqual(['taken', 'taken']);
});

test('a letter that the shop refuses is an answer: it opens nothing', async () => {
  const adapter = open();
  const times = breaker.failures + 2;
  shop.behaves(...Array.from({ length: times }, () => 'refuses' as const));
  for (let nth = 0; nth < times; nth += 1)
    expect((await adapter.handOver([letter])).get(letterId)).toBe('refused');
  expect(shop.asked).toHaveLength(times);
});
