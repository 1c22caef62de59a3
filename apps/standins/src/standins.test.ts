import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, started } from './testing/started.ts';

let standins: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  standins = await started();
});
afterAll(() => standins.close());

const records = '/records/v1/verify';
const identity = {
  transactionRef: 'ref',
  givenName: person.givenName,
  familyName: person.familyName,
  birthDate: person.birthDate,
  ssn: person.ssn,
  address: person.address,
};
const ask = (changes: object = {}) => JSON.stringify({ ...identity, ...changes });
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

describe('the signing profile hmac-body-v1', () => {
  test('a signed request is answered', async () => {
    const response = await standins.signed(standins.credentials.records, records, ask());
    expect(response.status).toBe(200);
  });

  test.each([
    ['an unsigned request', {}, 'signature_missing'],
    ['a signature of another body', { signedBody: '{}' }, 'signature_wrong'],
    ['a clock ten minutes off', { timestamp: Date.now() - 600_000 }, 'clock_skew'],
    ['no word on retention', { retention: undefined }, 'retention_flag_missing'],
    ['permission to retain', { retention: '30d' }, 'retention_flag_missing'],
  ])('%s is refused', async (what, changes, code) => {
    const response = what.startsWith('an unsigned')
      ? await standins.post(records, ask(), { 'signet-retention': 'none' })
      : await standins.signed(standins.credentials.records, records, ask(), changes);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await errorOf(response)).toBe(code);
  });

  test("another source's secret is refused", async () => {
    const response = await standins.signed(
      { ...standins.credentials.addressRecord, keyId: 'signet-records' },
      records,
      ask(),
    );
    expect(response.status).toBe(401);
  });

  test('a nonce is taken once', async () => {
    const nonce = randomUUID();
    expect(
      (await standins.signed(standins.credentials.records, records, ask(), { nonce })).status,
    ).toBe(200);
    expect(
      await errorOf(await standins.signed(standins.credentials.records, records, ask(), { nonce })),
    ).toBe('nonce_replayed');
  });
});

describe('the records bureau', () => {
  const checks = async (changes: object) => {
    const response = await standins.signed(standins.credentials.records, records, ask(changes));
    return ((await response.json()) as { checks: Record<string, unknown> }).checks;
  };

  test('finds spelling beside the point', async () => {
    expect(
      await checks({ familyName: 'OSAMPLE', address: { ...person.address, street: '12 ELM ST' } }),
    ).toEqual({
      name: 'match',
      birthDate: 'match',
      ssn: 'match',
      address: 'match',
      deceased: false,
    });
  });

  test('answers "no match" for a wrong SSN, as an answer and not as an error', async () => {
    expect(await checks({ ssn: '900-99-9999' })).toMatchObject({ name: 'match', ssn: 'no_match' });
  });

  test('refuses a field it did not ask for', async () => {
    expect(
      await errorOf(
        await standins.signed(standins.credentials.records, records, ask({ email: 'x' })),
      ),
    ).toBe('field_not_allowed');
  });

  test('refuses what is not JSON', async () => {
    expect((await standins.signed(standins.credentials.records, records, '{"a":')).status).toBe(
      400,
    );
  });

  test('answers 503 for the SSN that says so', async () => {
    expect(
      (await standins.signed(standins.credentials.records, records, ask({ ssn: '900-00-0103' })))
        .status,
    ).toBe(503);
  });
});

describe('the carrier', () => {
  const call = (path: string, body: object) =>
    standins.signed(
      path.endsWith('ownership')
        ? standins.credentials.phoneOwnership
        : standins.credentials.messageDelivery,
      path,
      JSON.stringify(body),
    );

  test.each([
    [person.phone, 'match', 'mobile'],
    ['+12025550151', 'no_match', 'mobile'],
    ['+12025550152', 'no_match', 'voip'],
    ['+12025550154', 'no_match', 'prepaid'],
    ['+12025550156', 'no_match', 'landline'],
  ])('the owner of %s: %s, %s', async (phone, owner, lineType) => {
    const response = await call('/carrier/v1/ownership', {
      transactionRef: 'r',
      phone,
      givenName: person.givenName,
      familyName: person.familyName,
    });
    expect(await response.json()).toMatchObject({ owner, lineType });
  });

  test('delivers a message once per idempotency key', async () => {
    const message = {
      idempotencyKey: randomUUID(),
      to: '+12025550188',
      channel: 'sms',
      text: 'Your code is 123456.',
    };
    await call('/carrier/v1/messages', message);
    await call('/carrier/v1/messages', message);
    expect(standins.outbox.read({ to: '+12025550188' })).toHaveLength(1);
  });

  test('lets a customer for messages deliver, and ask for no owner', async () => {
    const { messages } = standins.credentials;
    const text = { idempotencyKey: randomUUID(), to: '+12025550187', channel: 'sms', text: 'x' };
    const sent = await standins.signed(messages, '/carrier/v1/messages', JSON.stringify(text));
    expect(sent.status).toBe(200);
    const { phone, givenName, familyName } = person;
    const asked = { transactionRef: 'r', phone, givenName, familyName };
    const owner = await standins.signed(messages, '/carrier/v1/ownership', JSON.stringify(asked));
    expect(await errorOf(owner)).toBe('signature_wrong');
  });

  test('says when a message cannot be delivered', async () => {
    const response = await call('/carrier/v1/messages', {
      idempotencyKey: 'k',
      to: '+12025550153',
      channel: 'sms',
      text: 'x',
    });
    expect(await response.json()).toMatchObject({ status: 'undeliverable' });
  });
});

describe('the document checker', () => {
  const path = '/document-checker/v1/documents';
  const body = (barcode: string | null) =>
    JSON.stringify({ transactionRef: 'r', front: 'bm8=', back: 'bm8=', barcode });
  const send = (key: string, text: string) =>
    standins.post(path, text, { 'x-api-key': key, 'signet-retention': 'none' });

  test('a wrong key is refused', async () =>
    expect((await send('wrong', body(null))).status).toBe(401));

  test('what is no image, twice the same, without a barcode, does not pass', async () => {
    const answer = (await (
      await send(standins.credentials.documentChecker.apiKey, body(null))
    ).json()) as { result: string; alerts: { name: string }[] };
    expect(answer.result).toBe('failed');
    expect(answer.alerts.map(({ name }) => name)).toEqual([
      'front unreadable',
      'back unreadable',
      'sides identical',
      '2D barcode read',
    ]);
  });

  test('a number that says so is a forgery', async () => {
    const answer = await (
      await send(standins.credentials.documentChecker.apiKey, body('DAQB666\n'))
    ).json();
    expect(answer).toMatchObject({
      alerts: expect.arrayContaining([{ name: 'visible pattern', result: 'failed' }]) as unknown,
    });
  });
});

test('the pages show the people and the outbox, escaped', async () => {
  standins.outbox.deliver({
    channel: 'mail',
    to: 'a@example.test',
    subject: '<script>',
    text: 'open http://localhost:4000/x#t=1 & enjoy',
  });
  const home = await (await fetch(standins.origin)).text();
  expect(home).toContain(person.ssn);
  const page = await (await fetch(`${standins.origin}/outbox`)).text();
  expect(page).not.toContain('<script>');
  expect(page).toContain('<a href="http://localhost:4000/x#t=1">');
});
