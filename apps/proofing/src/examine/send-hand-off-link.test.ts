import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openHouse, type House } from '../testing/house.ts';
import { phone, valuesIn } from '../testing/person.ts';
import { onFile } from '../testing/source-answers.ts';

const commitment = randomBytes(32).toString('base64url');
let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.sources.calm());
afterAll(async () => {
  expect(house.sources.violations).toEqual([]);
  await house.close();
});

const send = (input: object = { phone, commitment }) =>
  house.take('send-hand-off-link', input as never);

test('one text message, with a link to our own page, and nobody is asked whose number it is (PROOF-13)', async () => {
  const { outcome, facts, reply, ticket } = await send();
  expect(outcome).toEqual({ result: 'sent' });
  expect(house.sources.asked.map(({ fields }) => [fields['to'], fields['channel']])).toEqual([
    [phone, 'sms'],
  ]);
  const text = String(house.sources.asked[0]?.fields['text']);
  const address = `${house.config.registry.issuer}/hand-off#text=${commitment}`;
  expect(text.split(' ').filter((word) => word.includes('://'))).toEqual([address]);
  expect(facts?.facts).toEqual([]);
  expect(ticket).toBeUndefined();
  expect(valuesIn(JSON.stringify([reply, facts]))).toEqual([]);
});

test.each([
  ['a number that is none', { phone: '911', commitment }],
  ['a link of the request’s own', { phone, commitment: 'https://evil.example.test' }],
  ['words beside the link', { phone, commitment, text: 'Call this number' }],
  ['no link', { phone }],
])('%s is refused, and nothing is sent (PROOF-13)', async (_what, input) => {
  expect((await send(input)).code).toBe('malformed_request');
  expect(house.sources.asked).toEqual([]);
});

test('a number that takes no messages is told; a carrier that is down is not the person’s fault (PROOF-6)', async () => {
  house.sources.keep({ carrier: { ...onFile.carrier, delivery: 'undeliverable' } });
  expect((await send()).outcome).toEqual({ result: 'undeliverable' });
});
