import { createPrivateKey, randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Namespace } from './namespaces.ts';
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
const askRecords = (changes: object = {}, timestamp = Date.now()) =>
  standins.signed(
    standins.credentials.records,
    records,
    JSON.stringify({ ...identity, ...changes }),
    { timestamp },
  );
const control = (path: string, wish: object = {}) =>
  standins.post(`/control/${path}`, JSON.stringify(wish), { 'content-type': 'application/json' });
const said = async (asked: Promise<Response>) =>
  asked
    .then(async (response) => `${response.status} ${await response.text()}`)
    .catch(() => 'no answer');

describe('faults', () => {
  // prettier-ignore
  test.each([
    ['timeout', 'no answer'], ['reset', 'no answer'], ['reset-mid-body', 'no answer'], ['slow-drip', 'no answer'], ['lost-answer', 'no answer'],
    ['500', '500 '], ['503', '503 '], ['maintenance', '503 '], ['throttled', '429 '], ['refused', '401 '],
    ['garbage', 'not the answer'], ['wrong-type', '200 '], ['foreign-answer', 'another-request'], ['latency', '200 '],
    ['duplicate', '200 '],
  ])('%s strikes what contains the word, as often as it was told, and nobody else', async (fault, expected) => {
    const transactionRef = `only-${fault}`;
    const wish = { endpoint: 'records', fault, containing: transactionRef, times: 1, ms: 300 };
    expect((await control('faults', wish)).status).toBe(200);
    const begun = performance.now();
    expect(await said(askRecords({ transactionRef }))).toContain(expected);
    if (fault === 'latency') expect(performance.now() - begun).toBeGreaterThan(290);
    expect((await askRecords()).status).toBe(200);
    expect((await askRecords({ transactionRef })).status).toBe(200);
  });

  test('a duplicate asks twice and answers twice on one connection; a message goes out once all the same', async () => {
    let answered = '';
    const front = createServer((near) => {
      const far = connect(Number(new URL(standins.origin).port), '127.0.0.1');
      near.pipe(far).pipe(near);
      far.on('data', (bytes) => (answered += bytes.toString()));
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const { port } = front.address() as AddressInfo;
    const to = '+12025550187';
    const message = { idempotencyKey: randomUUID(), to, channel: 'sms', text: 'once' };
    await control('faults', { endpoint: 'message-delivery', fault: 'duplicate', times: 1 });
    const { status } = await standins.signedAt(
      `http://127.0.0.1:${port}`,
      standins.credentials.messages,
      '/carrier/v1/messages',
      JSON.stringify(message),
    );
    expect(status).toBe(200);
    await expect.poll(() => answered.split('HTTP/1.1 200 ').length - 1).toBe(2);
    expect(standins.outbox.read({ to })).toHaveLength(1);
    front.close();
  });

  test('a window of maintenance opens and closes by the virtual clock', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    await control('faults', {
      endpoint: 'records',
      fault: 'maintenance',
      from: at(60),
      until: at(120),
    });
    expect((await askRecords()).status).toBe(200);
    await control('clock', { moveByMs: 90 * 60_000 });
    const inside = await askRecords({}, Date.now() + 90 * 60_000);
    expect([inside.status, inside.headers.get('retry-after')]).toEqual([503, '1800']);
    await control('clock', { moveByMs: 60 * 60_000 });
    expect((await askRecords({}, Date.now() + 150 * 60_000)).status).toBe(200);
    expect((await control('calm')).status).toBe(200);
    expect((await askRecords()).status).toBe(200);
  });

  test.each([
    [{ endpoint: 'nobody', fault: '500' }],
    [{ endpoint: 'dmv', fault: 'sulk' }],
    [{ endpoint: 'dmv', fault: 'toString' }],
    [{ endpoint: 'dmv', fault: '500', times: 0 }],
    [{ endpoint: 'dmv', fault: 'maintenance', from: 'soon' }],
  ])('a wish it does not understand is refused (%#)', async (wish) =>
    expect((await control('faults', wish)).status).toBe(400),
  );
});

test('the risk service says what it is told, so often', async () => {
  const bands = {
    transactionRef: 'r',
    evidence: 'state_id',
    jurisdiction: 'OH',
    ageBand: '25-to-44',
    documentLife: 'long',
  };
  const ask = async (changes: object = {}) => {
    const body = JSON.stringify({ ...bands, ...changes });
    return (await (
      await standins.signed(standins.credentials.risk, '/risk/v1/assess', body)
    ).json()) as object;
  };
  expect(await ask()).toMatchObject({ risk: 'low' });
  expect(await ask({ documentLife: 'ends-soon' })).toMatchObject({ risk: 'review' });
  await control('risk', { says: 'high', times: 1 });
  expect(await ask()).toMatchObject({ risk: 'high' });
  expect(await ask()).toMatchObject({ risk: 'low' });
  expect((await control('risk', { says: 'perhaps' })).status).toBe(400);
});

describe('a namespace has nothing in common with another', () => {
  const open = async (people: readonly object[] = []) =>
    (await (await control('namespaces', { people })).json()) as Namespace;

  test('not the credentials, nor the people, nor a fault, nor the journal', async () => {
    const own = { ...person, id: 'own', givenName: 'Ownie', ssn: '900-77-1234' };
    const [one, other] = [await open([own]), await open()];
    const ask = (where: Namespace, from: Namespace) =>
      standins.signedAt(
        where.origin,
        from.credentials.records,
        records,
        JSON.stringify({ ...identity, givenName: own.givenName, ssn: own.ssn }),
      );
    expect(await (await ask(one, one)).json()).toMatchObject({
      checks: { name: 'match', ssn: 'match' },
    });
    expect(await (await ask(other, other)).json()).toMatchObject({ checks: { name: 'no_match' } });
    expect((await ask(one, other)).status).toBe(401);

    await fetch(`${one.origin}/control/faults`, {
      method: 'POST',
      body: JSON.stringify({ endpoint: 'records', fault: '500' }),
    });
    expect((await ask(one, one)).status).toBe(500);
    expect((await ask(other, other)).status).toBe(200);
    const journal = await (await fetch(`${other.origin}/control/journal`)).text();
    expect(journal).not.toContain('"fault"');
  });

  test('nor has one that is opened here, in the place of another, but for credentials and people', async () => {
    const { outbox } = standins;
    await control('faults', { endpoint: 'records', fault: '500' });
    await control('clock', { moveByMs: 90 * 60_000 });
    await control('risk', { says: 'high' });
    outbox.deliver({ channel: 'mail', to: 'somebody@example.test', text: 'of the one before' });
    expect((await askRecords({}, Date.now() + 90 * 60_000)).status).toBe(500);

    expect((await control('namespaces/here')).status).toBe(200);
    const read = async (at: string) => (await fetch(standins.origin + at)).json() as object;
    expect(await read('/control/journal')).toEqual({ entries: [] });
    expect(await read('/outbox.json')).toEqual({ messages: [] });
    expect(await (await askRecords()).json()).toMatchObject({ checks: { name: 'match' } });
    const bands = {
      transactionRef: 'r',
      evidence: 'state_id',
      jurisdiction: 'OH',
      ageBand: '25-to-44',
      documentLife: 'long',
    };
    const assessed = await standins.signed(
      standins.credentials.risk,
      '/risk/v1/assess',
      JSON.stringify(bands),
    );
    expect(await assessed.json()).toMatchObject({ risk: 'low' });
    await control('faults', { endpoint: 'records', fault: 'reset', times: 1 });
    expect(await said(askRecords())).toBe('no answer');
  });

  test('an access token that a customer holds is good for the one that is opened here, too', async () => {
    const { clientId, privateKey } = standins.credentials.socialSecurity;
    const issuer = `${standins.origin}/social-security/v1`;
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(`${issuer}/oauth/token`)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(createPrivateKey({ key: privateKey, format: 'jwk' }));
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    const granted = await standins.post('/social-security/v1/oauth/token', form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    await control('namespaces/here');
    const ask = async (bearer: string) =>
      said(
        standins.post('/social-security/v1/verify', 'no question', {
          'content-type': 'application/jwt',
          authorization: `Bearer ${bearer}`,
        }),
      );
    expect(await ask(token)).toContain('signature_wrong');
    expect(await ask(randomUUID())).toContain('invalid_token');
  });

  test('and is gone when it is closed', async () => {
    const { id, origin } = await open();
    const close = () => fetch(`${standins.origin}/control/namespaces/${id}`, { method: 'DELETE' });
    expect((await close()).status).toBe(200);
    expect((await close()).status).toBe(404);
    await expect(fetch(`${origin}/health`)).rejects.toThrow('fetch failed');
  });
});

test('the journal names fields and holds no value', async () => {
  await askRecords();
  const text = await (await fetch(`${standins.origin}/control/journal`)).text();
  expect(text).toContain('"birthDate"');
  expect(text).not.toContain(person.ssn);
  expect(text).not.toContain(person.givenName);
});
