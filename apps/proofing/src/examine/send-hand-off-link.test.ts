import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ids, otherIds } from '../testing/applicant.ts';
import { newReplyKey, sealRequest } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { phone, strangersPhone, valuesIn } from '../testing/person.ts';
import { onFile } from '../testing/source-answers.ts';
import { countNumberAttempts } from './number-attempts.ts';

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

test('it is in the language of the page that asked, and only the sealed request says which (LANG-2)', async () => {
  const { outcome } = await send({ phone, commitment, language: 'es' });
  expect(outcome).toEqual({ result: 'sent' });
  const text = String(house.sources.asked[0]?.fields['text']);
  expect(text).toMatch(
    /^En su computadora pidió [^]*#text=[\w-]{43} Si no lo pidió, no lo abra\.$/,
  );
});

test.each([
  ['a language that nobody speaks here', { phone, commitment, language: 'fr' }],
  ['a number that is none', { phone: '911', commitment }],
  ['a number in the Caribbean', { phone: '+18765550143', commitment }],
  ['a number at premium rate', { phone: '+19005550143', commitment }],
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

describe('one telephone gets five links a day, whoever asks (PROOF-35)', () => {
  const day = 24 * 60 * 60_000;
  let counting: House;
  beforeAll(async () => {
    counting = await openHouse({ numberAttempts: countNumberAttempts() });
  });
  beforeEach(() => {
    counting.clock.at += 2 * day;
    counting.sources.calm();
  });
  afterAll(() => counting.close());
  const ask = (to = phone, place = ids) =>
    counting.take('send-hand-off-link', { phone: to, commitment }, place);

  test('the sixth, from another account, is not sent and says when; the bff reads that nothing could be asked', async () => {
    const at = counting.clock.at;
    for (let nth = 0; nth < 5; nth += 1) expect((await ask()).outcome).toEqual({ result: 'sent' });
    counting.sources.calm();
    const refused = await ask(phone, otherIds);
    const retryAt = new Date(at + day).toISOString();
    expect(refused.outcome).toEqual({ result: 'too_many_attempts', retryAt });
    expect(refused.facts).toMatchObject({ result: 'unavailable', facts: [] });
    expect(counting.sources.asked).toEqual([]);
    expect((await ask(strangersPhone)).outcome).toEqual({ result: 'sent' });
    counting.clock.at = at + day - 1;
    expect((await ask()).outcome?.result).toBe('too_many_attempts');
    counting.clock.at = at + day;
    expect((await ask()).outcome).toEqual({ result: 'sent' });
  });

  test('many at once are no more', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(all.filter(({ outcome }) => outcome?.result === 'sent')).toHaveLength(5);
    expect(counting.sources.asked).toHaveLength(5);
  });

  test('the same request counts each time that it is relayed, as a message leaves each time', async () => {
    const replyKey = newReplyKey();
    const request = await sealRequest(counting.config.registry.proofing.encryptionKey, {
      applicationId: ids.applicationId,
      step: 'send-hand-off-link',
      replyKey,
      input: { phone, commitment },
    });
    const statement = await counting.state(request, { step: 'send-hand-off-link' });
    for (let nth = 0; nth < 7; nth += 1)
      await counting.post('send-hand-off-link', JSON.stringify({ statement, request }));
    expect(counting.sources.asked).toHaveLength(5);
  });

  test('one that the carrier did not take is not counted; one that could not be delivered is', async () => {
    counting.sources.fail('messageDelivery', (response) => response.destroy());
    for (let nth = 0; nth < 2; nth += 1) expect((await ask()).outcome?.result).toBe('unavailable');
    counting.sources.calm();
    counting.sources.keep({ carrier: { ...onFile.carrier, delivery: 'undeliverable' } });
    for (let nth = 0; nth < 5; nth += 1)
      expect((await ask()).outcome?.result).toBe('undeliverable');
    expect((await ask()).outcome?.result).toBe('too_many_attempts');
  });
});
