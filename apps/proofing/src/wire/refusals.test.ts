import { request as httpRequest } from 'node:http';
import { CompactEncrypt, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { noticePath } from '@signet/contracts/relay-wire';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ids, otherIds, tickets } from '../testing/applicant.ts';
import { newReplyKey, sealRequest } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { ssn, valuesIn } from '../testing/person.ts';
import { sealTicket } from './ticket.ts';

let house: House;
let stranger: CryptoKey;
let ticket: string;

beforeAll(async () => {
  house = await openHouse();
  stranger = (await generateKeyPair('ES256')).privateKey;
  ticket = await house.ticket(tickets.examined);
});
afterEach(() => house.sources.calm());
afterAll(() => house.close());

const step = 'check-information';
const plaintext = (changes: object = {}) => ({
  applicationId: ids.applicationId,
  step,
  replyKey: newReplyKey(),
  ticket,
  input: { ssn },
  ...changes,
});
const ours = () => house.config.registry.proofing.encryptionKey;
const seal = (changes: object = {}) => sealRequest(ours(), plaintext(changes));
const submit = async (statement: string, request: string, to: string = step) => {
  const response = await house.post(to, JSON.stringify({ statement, request }));
  return { status: response.status, text: await response.text() };
};
const refusal = (code: string, status: number) => ({
  status,
  text: JSON.stringify({
    type: `urn:signet:problem:${code}`,
    title: code.replaceAll('_', ' '),
    status,
    code,
  }),
});
/** Another character in the middle of one part. */
const spoilt = (compact: string, part: number) =>
  compact
    .split('.')
    .map((text, at) => {
      const middle = Math.floor(text.length / 2);
      const other = text[middle] === 'A' ? 'B' : 'A';
      return at === part ? text.slice(0, middle) + other + text.slice(middle + 1) : text;
    })
    .join('.');

test('a request with the fresh statement is taken, with a link and places of this installation, too', async () => {
  const request = await seal();
  expect((await submit(await house.state(request), request)).status).toBe(200);
  const { issuer } = house.config.registry;
  const leads = {
    noticeLink: `${issuer}${noticePath}${'t'.repeat(43)}`,
    statuses: [{ status_list: { idx: 1, uri: `${issuer}/credential-status/1` } }],
  };
  expect((await submit(await house.state(request, leads), request)).status).toBe(200);
});

describe("without the bff's fresh word over this very request nothing is opened, and all are refused alike (PROOF-4)", () => {
  const second = () => Math.floor(house.clock.at / 1000);
  const issuer = () => house.config.registry.issuer;
  const linkOf = (site: string) => `${site}${noticePath}${'t'.repeat(43)}`;
  const placeAt = (uri: string) => ({ status_list: { idx: 1, uri } });
  // prettier-ignore
  const forgeries: [string, (request: string) => Promise<string>][] = [
    ['expired',                             (r) => house.state(r, { iat: second() - 70, exp: second() - 10 })],
    ['issued too long ago',                 (r) => house.state(r, { iat: second() - 126, exp: second() - 6 })],
    ['from the future',                     (r) => house.state(r, { iat: second() + 10, exp: second() + 70 })],
    ['good for longer than two minutes',    (r) => house.state(r, { exp: second() + 121 })],
    ['without an end',                      (r) => house.state(r, { exp: undefined })],
    ['without a beginning',                 (r) => house.state(r, { iat: undefined })],
    ['signed by a stranger',                (r) => house.state(r, {}, { key: stranger })],
    ['signed by proofing itself',           (r) => house.state(r, {}, { key: house.keys.facts.key })],
    ['a MAC under the public key',          (r) => house.state(r, {}, { key: Buffer.from(JSON.stringify(house.config.registry.bff.relayKey)), alg: 'HS256' })],
    ['not signed at all',                   async (r) => (await house.state(r)).replace(/^[^.]+/, Buffer.from('{"alg":"none","typ":"signet-relay+jwt"}').toString('base64url'))],
    ['of another type',                     (r) => house.state(r, {}, { typ: 'signet-facts+jwt' })],
    ['of another issuer',                   (r) => house.state(r, { iss: 'somebody' })],
    ['for another step',                    (r) => house.state(r, { step: 'issue' })],
    ['for another request',                 async () => house.state(await seal())],
    ['for no account',                      (r) => house.state(r, { accountId: undefined })],
    ['for something that is no account',    (r) => house.state(r, { accountId: 'sub_1' })],
    ['that says more than it should',       (r) => house.state(r, { ssn: 'none' })],
    ['with a link to another site',         (r) => house.state(r, { noticeLink: `https://evil.example${linkOf('')}` })],
    ['with a link and words after it',      (r) => house.state(r, { noticeLink: `${linkOf(issuer())} or https://evil.example` })],
    ['with a link and words on a new line', (r) => house.state(r, { noticeLink: `${linkOf(issuer())}\nhttps://evil.example` })],
    ['with a link to words of the bff’s',   (r) => house.state(r, { noticeLink: `${issuer()}/ Call 202-555-0143 to go on` })],
    ['with a link to another page',         (r) => house.state(r, { noticeLink: `${issuer()}/interaction/x#token=${'t'.repeat(43)}` })],
    ['with a link to a look-alike',         (r) => house.state(r, { noticeLink: linkOf(`${issuer()}.evil.example`) })],
    ['with a link that is a script',        (r) => house.state(r, { noticeLink: `javascript:location='${issuer()}/'` })],
    ['with a status list elsewhere',        (r) => house.state(r, { statuses: [placeAt('https://evil.example/credential-status/1')] })],
    ['with one at another path',            (r) => house.state(r, { statuses: [placeAt(`${issuer()}/registry.jws`)] })],
    ['with one that says whose it is',      (r) => house.state(r, { statuses: [placeAt(`${issuer()}/credential-status/1?of=1`)] })],
    ['with one such beside a right one',    (r) => house.state(r, { statuses: [placeAt(`${issuer()}/credential-status/1`), placeAt(`${issuer()}.evil.example/credential-status/1`)] })],
    ['with another payload',                async (r) => spoilt(await house.state(r), 1)],
    ['with another signature',              async (r) => spoilt(await house.state(r), 2)],
  ];

  test.each(forgeries)('%s', async (_what, forge) => {
    const request = await seal();
    expect(await submit(await forge(request), request)).toEqual(
      refusal('statement_not_accepted', 401),
    );
    expect(house.sources.asked).toEqual([]);
  });

  // prettier-ignore
  test.each([
    [-6, 401], [-5, 200], [0, 200], [59, 200], [64, 200], [65, 401], [3_600, 401],
  ])('a statement over a minute, replayed at second %i: %i', async (later, status) => {
    const request = await seal();
    const statement = await house.state(request);
    house.clock.at += later * 1000;
    expect((await submit(statement, request)).status).toBe(status);
    house.clock.at -= later * 1000;
  });

  test('a statement that was used opens no other request and no other step', async () => {
    const request = await seal();
    const statement = await house.state(request);
    expect((await submit(statement, request)).status).toBe(200);
    expect((await submit(statement, await seal())).status).toBe(401);
    expect((await submit(statement, request, 'send-code')).status).toBe(401);
  });
});

describe('a sealed request is opened only as the browser sealed it, for its own application and step (PROOF-1)', () => {
  // prettier-ignore
  const forgeries: [string, () => Promise<string>][] = [
    ['sealed to another key',             async () => sealRequest(await exportJWK((await generateKeyPair('ECDH-ES')).publicKey), plaintext())],
    ['with another header',               async () => spoilt(await seal(), 0)],
    ['with another nonce',                async () => spoilt(await seal(), 2)],
    ['with another ciphertext',           async () => spoilt(await seal(), 3)],
    ['with another tag',                  async () => spoilt(await seal(), 4)],
    ['cut short',                         async () => (await seal()).replace(/\.[^.]{9}([^.]+)\.([^.]+)$/, '.$1.$2')],
    ['of another application',            () => seal({ applicationId: otherIds.applicationId })],
    ['for another step',                  () => seal({ step: 'issue' })],
    ['of another type',                   () => sealRequest(ours(), plaintext(), { typ: 'signet-proofing-reply+jwe' })],
    ['of no type',                        () => sealRequest(ours(), plaintext(), { typ: undefined as never })],
    ['by another key agreement',          () => sealRequest(ours(), plaintext(), { alg: 'ECDH-ES+A256KW' })],
    ['by a weaker cipher',                () => sealRequest(ours(), plaintext(), { enc: 'A128GCM' })],
    ['compressed',                         () => sealRequest(ours(), plaintext(), { zip: 'DEF' })],
    ['compressed from something huge',                        () => sealRequest(ours(), plaintext({ input: 'a'.repeat(1_000_000) }), { zip: 'DEF' })],
    ['not JSON',                          () => sealRequest(ours(), 'hello')],
    ['with a member too many',            () => seal({ accountId: ids.accountId })],
    ['without a reply key',               () => seal({ replyKey: undefined })],
    ['with a reply key that is too short', () => seal({ replyKey: 'c2hvcnQ' })],
    ['with a ticket that is none',        () => seal({ ticket: 'hello' })],
  ];

  test.each(forgeries)('%s', async (_what, forge) => {
    const request = await forge();
    expect(await submit(await house.state(request), request)).toEqual(
      refusal('request_not_opened', 400),
    );
    expect(house.sources.asked).toEqual([]);
  });

  test.each(['examine-document', 'send-code', 'redeem-code', 'issue'])(
    'pasted to %s, even with a statement for that',
    async (other) => {
      const request = await seal();
      expect(await submit(await house.state(request, { step: other }), request, other)).toEqual(
        refusal('request_not_opened', 400),
      );
    },
  );
});

describe('a ticket serves its own account and application, and only as proofing sealed it (PROOF-2)', () => {
  const typed = (typ: string) =>
    new CompactEncrypt(new TextEncoder().encode(JSON.stringify(tickets.examined)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ })
      .encrypt(house.keys.ticket);
  const resealed = (changes: object) =>
    house.ticket({ ...tickets.examined, ...changes } as typeof tickets.examined);
  // prettier-ignore
  const forgeries: [string, () => Promise<string>][] = [
    ['of another account',             () => resealed({ accountId: otherIds.accountId })],
    ['of another application',         () => resealed({ applicationId: otherIds.applicationId })],
    ['of somebody else altogether',    () => resealed(otherIds)],
    ['sealed under another key',       () => sealTicket({ ...house.keys, ticket: Buffer.alloc(32, 7) }, tickets.examined)],
    ['that is sealed for another use', () => typed('signet-other+jwe')],
    ['with another header',            async () => spoilt(ticket, 0)],
    ['with another ciphertext',        async () => spoilt(ticket, 3)],
    ['with another tag',               async () => spoilt(ticket, 4)],
    ['that is a request',              () => seal()],
    ['that is a reply',                async () => (await house.take(step, { ssn }, { ticket })).relayed?.reply ?? ''],
    ['with a fact of an unknown kind', () => resealed({ facts: [{ kind: 'trusted', source: 'me', method: 'word', result: 'yes', at: '2026-03-10T14:00:00Z' }] })],
    ['that says more than it should',  () => resealed({ level: 'verified' })],
  ];

  test.each(forgeries)('%s', async (_what, forge) => {
    const forged = await forge();
    house.sources.calm();
    const request = await seal({ ticket: forged });
    expect(await submit(await house.state(request), request)).toEqual(
      refusal('ticket_not_accepted', 403),
    );
    expect(house.sources.asked).toEqual([]);
  });

  test('the same ticket, brought by another account or to another application', async () => {
    for (const elsewhere of [
      otherIds,
      { accountId: otherIds.accountId },
      { applicationId: otherIds.applicationId },
    ]) {
      const { status, code } = await house.take(step, { ssn }, { ticket, ...elsewhere });
      expect([status, code]).toEqual([403, 'ticket_not_accepted']);
    }
  });

  test.each([
    ['check-information', { ssn }, undefined],
    ['send-code', { phone: '+12025550143', channel: 'sms' }, 'examined'],
    ['redeem-code', { code: '123456' }, 'codeSent'],
    ['redeem-letter', { code: '0123456789' }, 'checked'],
    ['issue', { holderKeys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }] }, undefined],
  ] as const)('%s before its time is refused', async (early, input, held) => {
    const so = held === undefined ? undefined : await house.ticket(tickets[held]);
    const { status, code } = await house.take(early, input as never, { ticket: so });
    expect([status, code]).toEqual([409, 'wrong_step']);
  });
});

describe('what is broken is refused without a word of it, and never a 500 (WEB-3)', () => {
  // prettier-ignore
  test.each([
    ['nothing',             '',                                                     400],
    ['no JSON',             '{"statement":',                                        400],
    ['a list',              '[]',                                                   400],
    ['null',                'null',                                                 400],
    ['no request',          '{"statement":"a.b.c"}',                                400],
    ['a member too many',   '{"statement":"a.b.c","request":"a.b.c.d.e","ssn":1}',  400],
    ['numbers',             '{"statement":1,"request":2}',                          400],
    ['a huge statement',    `{"statement":"a.b.${'c'.repeat(5_000)}","request":"a.b.c.d.e"}`, 400],
    ['the person in clear', JSON.stringify({ ssn }),                                400],
  ])('%s', async (_what, body, status) => {
    const response = await house.post(step, body);
    const text = await response.text();
    expect([response.status, valuesIn(text)]).toEqual([status, []]);
    expect(JSON.parse(text)).toMatchObject({ code: 'malformed_request' });
  });

  test('an input that does not fit its step', async () => {
    for (const input of [{}, { ssn: '123' }, { ssn, code: '1' }, null, 'x']) {
      const { status, code } = await house.take(step, input as never, { ticket });
      expect([status, code]).toEqual([400, 'malformed_request']);
    }
  });

  test('a step that does not exist, and a path that does not exist', async () => {
    expect((await house.post('forget-everything', '{}')).status).toBe(404);
    expect((await house.post('__proto__', '{}')).status).toBe(404);
    expect((await fetch(`${house.origin}/keys`)).status).toBe(404);
    expect((await fetch(`${house.origin}/steps/issue`)).status).toBe(404);
  });

  test('a body larger than two photographs can make it', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(
        `${house.origin}/steps/${step}`,
        { method: 'POST', headers: { 'content-length': 42_000_001 } },
        (response) => resolve(response.statusCode),
      );
      sent.on('error', reject).write('{');
      setTimeout(() => sent.destroy(), 2_000).unref();
    });
    expect(status).toBe(413);
  });

  test('a body that does not say how large it is, and is', async () => {
    let left = 45;
    const stream = new ReadableStream({
      pull: (controller) =>
        left-- > 0 ? controller.enqueue(new Uint8Array(1_000_000).fill(32)) : controller.close(),
    });
    const response = await fetch(`${house.origin}/steps/${step}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });
});
