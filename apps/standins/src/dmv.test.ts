import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, started } from './testing/started.ts';

let standins: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  standins = await started();
});
afterAll(() => standins.close());

const known = {
  DriverLicenseNumber: person.documentNumber,
  DriverLicenseIssuingJurisdiction: 'OH',
  PersonSurName: 'OSAMPLE',
  PersonBirthDate: '1980-02-03',
};
type Changes = Parameters<typeof standins.askDmv>[1];
const ask = async (
  fields: Record<string, string>,
  changes: Changes = {},
  spoil?: (text: string) => string,
) => {
  const response = await standins.askDmv(fields, changes, spoil);
  return { status: response.status, text: await response.text() };
};

test('answers one indicator per field, and names the message that it answers', async () => {
  const id = `urn:uuid:${randomUUID()}`;
  const { status, text } = await ask({ ...known, PersonGivenName: 'Somebody' }, { id });
  expect(status).toBe(200);
  expect(text).toContain('<dldv:PersonSurNameMatchIndicator>true<');
  expect(text).toContain('<dldv:PersonGivenNameMatchIndicator>false<');
  expect(text).not.toContain('AddressLine1');
  expect(text).toContain(`>${id}</wsa:RelatesTo>`);
});

test('an unknown number matches nothing', async () => {
  const { text } = await ask({ ...known, DriverLicenseNumber: 'X0000000' });
  expect(text).not.toContain('>true<');
});

test('the number that says so is answered by a fault', async () => {
  const { status, text } = await ask({ ...known, DriverLicenseNumber: 'X502' });
  expect(status).toBe(500);
  expect(text).toContain('<dldv:ExceptionId>0001<');
});

describe('what was not signed as a whole, by this customer, for this place and now, is refused', () => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  // prettier-ignore
  const table: [string, Changes, ((text: string) => string) | undefined, string][] = [
    ['a key of somebody else',            { privateKey: stranger.export({ format: 'jwk' }) }, undefined, 'signature_wrong'],
    ['a customer nobody knows',           { keyId: 'nobody' },                             undefined, 'signature_wrong'],
    ['a body that is not signed',         { parts: ['MessageID', 'To', 'Timestamp'] },     undefined, 'signature_wrong'],
    ['a time that is not signed',         { parts: ['MessageID', 'To', 'Body'] },          undefined, 'signature_wrong'],
    ['another address',                   { to: 'http://elsewhere.test/dmv/v1/verify' },   undefined, 'signature_wrong'],
    ['a message of yesterday',            { at: Date.now() - 86_400_000 },                 undefined, 'clock_skew'],
    ['a message of tomorrow',             { at: Date.now() + 86_400_000 },                 undefined, 'clock_skew'],
    ['no signature',                      {}, (text) => text.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, ''), 'signature_missing'],
    ['a changed value',                   {}, (text) => text.replace('1980-02-03', '1980-02-04'),                  'signature_wrong'],
    ['a second body before the signed one', {}, (text) => text.replace('<soap:Body', '<soap:Body wsu:Id="body"></soap:Body><soap:Body'), 'signature_wrong'],
    ['a weaker digest',                   {}, (text) => text.replaceAll('xmlenc#sha256', 'xmldsig#sha1'),           'signature_wrong'],
  ];
  test.each(table)('%s', async (_what, changes, spoil, code) => {
    const { status, text } = await ask(known, changes, spoil);
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual({ error: code });
  });

  test('a message is taken once', async () => {
    const id = `urn:uuid:${randomUUID()}`;
    expect((await ask(known, { id })).status).toBe(200);
    expect(await ask(known, { id })).toMatchObject({
      status: 401,
      text: '{"error":"nonce_replayed"}',
    });
  });

  test('a body moved aside, with another in its place, is not read', async () => {
    const wrapped = await ask(known, {}, (text) => {
      const [body = ''] = /<soap:Body[\s\S]*<\/soap:Body>/.exec(text) ?? [];
      const other = body.replace('wsu:Id="body"', 'wsu:Id="other"').replace('OSAMPLE', 'OTHER');
      return text
        .replace(body, other)
        .replace('</soap:Header>', `<Aside>${body}</Aside></soap:Header>`);
    });
    // The signed bytes are answered, wherever they stand; what was slipped in is not.
    expect(wrapped.text).not.toContain('PersonSurNameMatchIndicator>false');
  });
});

test.each([
  [
    'a document type declaration',
    (text: string) => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${text}`,
  ],
  ['broken XML', () => '<soap:Envelope>'],
  ['no XML at all', () => 'hello'],
])('%s is refused with 400', async (_what, spoil) => {
  expect((await ask(known, {}, spoil)).status).toBe(400);
});

test('a field beyond the interface is refused with 400', async () => {
  const { status, text } = await ask({ ...known, SocialSecurityNumber: '900' });
  expect(status).toBe(400);
  expect(text).toContain('field_not_allowed');
});
