import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tickets } from '../testing/applicant.ts';
import type { Fault } from '../testing/fake-sources.ts';
import { openHouse, type House } from '../testing/house.ts';
import { attributes, phone, ssn, valuesIn } from '../testing/person.ts';
import { photographBack, photographFront } from '../testing/photographs.ts';
import { everythingMatches, indicated, soap } from '../testing/source-answers.ts';
import { createRecords } from './records.ts';
import { requireAllowed } from './manifest.ts';

let house: House;
let photographs: { front: string; back: string };
let ticket: Record<'examined' | 'checked', string>;

beforeAll(async () => {
  house = await openHouse();
  photographs = {
    front: (await photographFront()).toString('base64url'),
    back: (await photographBack()).toString('base64url'),
  };
  ticket = {
    examined: await house.ticket(tickets.examined),
    checked: await house.ticket(tickets.checked),
  };
});
beforeEach(() => house.sources.calm());
afterEach(() => expect(house.sources.violations).toEqual([]));
afterAll(() => house.close());

/** One step for each place of each source, and the facts that hang on it. */
const places = {
  documentChecker: {
    take: () => house.take('examine-document', photographs),
    well: 'accepted',
    kinds: ['evidence_authentic'],
  },
  dmv: {
    take: () => house.take('check-information', { ssn }, { ticket: ticket.examined }),
    well: 'matched',
    kinds: ['evidence_validated', 'identity_validated'],
  },
  records: {
    take: () => house.take('check-information', { ssn }, { ticket: ticket.examined }),
    well: 'matched',
    kinds: ['identity_validated', 'death_record'],
  },
  '/carrier/ownership': {
    take: () => house.take('send-code', { phone, channel: 'sms' }, { ticket: ticket.checked }),
    well: 'sent',
    kinds: ['phone_owned'],
  },
  '/carrier/messages': {
    take: () => house.take('send-code', { phone, channel: 'sms' }, { ticket: ticket.checked }),
    well: 'sent',
    kinds: [],
  },
} as const;
type Place = keyof typeof places;

const status =
  (code: number, body = JSON.stringify(attributes)): Fault =>
  (response) =>
    response.writeHead(code).end(body);
const says =
  (body: string | Uint8Array): Fault =>
  (response) =>
    response.end(body);

// prettier-ignore
const faults: [string, Fault][] = [
  ['never answers',                       () => undefined],
  ['begins and never ends',               (response) => void response.writeHead(200).write('{')],
  ['hangs up',                            (response) => response.destroy()],
  ['hangs up in the middle',              (response) => void response.writeHead(200, { 'content-length': 1_000 }).write('{', () => response.destroy())],
  ['answers 500',                         status(500)],
  ['answers 502 in HTML',                 status(502, '<html><body>bad gateway</body></html>')],
  ['answers 503',                         status(503)],
  ['answers 429',                         status(429)],
  ['answers 401',                         status(401)],
  ['answers 404',                         status(404)],
  ['answers 204',                         (response) => response.writeHead(204).end()],
  ['sends us elsewhere',                  (response) => response.writeHead(307, { location: `${house.sources.origin}/elsewhere` }).end()],
  ['answers nothing',                     says('')],
  ['answers null',                        says('null')],
  ['answers in another shape',            says('{"checks":"fine","result":"passed","owner":true,"status":1}')],
  ['answers half an answer',              says('{"result":"passed","alerts":[')],
  ['answers bytes',                       says(Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80]))],
  ['answers more than anyone would read', says('a'.repeat(1_000_001))],
  ['answers a small bomb',                (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(50_000_000)))],
];

const good = indicated(everythingMatches);
// prettier-ignore
const faultsOfTheIssuer: [string, Fault][] = [
  ['a document type declaration',         says(soap(good, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'))],
  ['a declaration that declares nothing', says(soap(good, '<!DOCTYPE Envelope>'))],
  ['a good answer, and a megabyte after it', says(soap(good) + ' '.repeat(1_000_000))],
  ['a declaration in small letters',      says(soap(good, '<!doctype x>'))],
  ['a fault of a busy issuer',            status(500, soap('<s:Fault><d:ExceptionId>0047</d:ExceptionId></s:Fault>'))],
  ['a fault with a polite status',        says(soap('<s:Fault><d:ExceptionId>0001</d:ExceptionId></s:Fault>'))],
  ['a good answer with a bad status',     status(500, soap(good))],
  ['a good answer that was forbidden',    status(418, soap(good))],
  ['a good answer twice',                 says(soap(good + good))],
  ['a good answer without its envelope',  says(good)],
  ['an empty answer',                     says(soap('<d:VerifyDriverLicenseDataResponse/>'))],
  ['an answer to another question',       says(soap('<d:VerifyDriverLicenseDataResponse><a>1</a></d:VerifyDriverLicenseDataResponse>'))],
  ['an answer that is neither yes or no', says(soap(good.replaceAll('true', 'perhaps')))],
  ['a body of words',                     says(soap('all is well'))],
  ['an envelope of words',                says('<Envelope>all is well</Envelope>')],
  ['two bodies',                          says(`<Envelope><Body>${good}</Body><Body>${good}</Body></Envelope>`)],
  ['a name that JavaScript fears',        says(soap(`<__proto__><x>1</x></__proto__>${good}`))],
  ['a tower',                             says(soap('<a>'.repeat(20_000) + '</a>'.repeat(20_000)))],
  ['a tag that is not closed',            says(soap(good).replace('</soap:Body>', ''))],
];

async function expectUnavailable(place: Place, fault: Fault) {
  const { take, well, kinds } = places[place];
  house.sources.fail(place, fault);
  const { outcome, facts, ticket: next } = await take();
  expect(outcome).toEqual({ result: 'unavailable' });
  expect(next).toBeUndefined();
  expect(facts?.result).toBe('unavailable');
  for (const { kind, result } of facts?.facts ?? []) {
    expect(result).not.toBe(kind === 'death_record' ? 'yes' : 'no');
    if ((kinds as readonly string[]).includes(kind)) expect(result).toBe('unavailable');
  }
  house.sources.calm();
  expect((await take()).outcome?.result).toBe(well);
}

describe('a source that fails is "unavailable": no fact against the applicant, and the next try goes well (PROOF-6)', () => {
  const matrix = (Object.keys(places) as Place[]).flatMap((place) =>
    faults.map(([what, fault]) => [place, what, fault] as const),
  );
  test.each(matrix)('%s %s', (place, _what, fault) => expectUnavailable(place, fault));

  test.each(faultsOfTheIssuer)('the issuing source answers %s', (_what, fault) =>
    expectUnavailable('dmv', fault),
  );

  test.each([
    ['as it is', (body: string) => [{}, body] as const],
    ['compressed', (body: string) => [{ 'content-encoding': 'gzip' }, gzipSync(body)] as const],
  ])(
    'a good answer with a megabyte of nothing after it is not read to its end, %s',
    (_how, sent) => {
      const checks =
        '{"name":"match","birthDate":"match","ssn":"match","address":"match","deceased":false}';
      const [headers, body] = sent(`{"checks":${checks}}${' '.repeat(1_000_000)}`);
      return expectUnavailable('records', (response) => response.writeHead(200, headers).end(body));
    },
  );

  test('a source is given no more time than it is configured for', async () => {
    house.sources.fail('records', () => undefined);
    const begun = performance.now();
    await places.records.take();
    expect(performance.now() - begun).toBeLessThan(house.config.sources.records.timeoutMs + 400);
  });
});

describe('a source is sent the fields of its manifest and nothing else, signed (PROOF-7)', () => {
  const sentBy = async (place: Place) => {
    await places[place].take();
    return Object.fromEntries(
      house.sources.asked.map(({ path, fields }) => {
        const {
          transactionRef: _ref,
          MessageRef: _message,
          idempotencyKey: _key,
          ...said
        } = fields;
        return [path, said];
      }),
    );
  };

  test('the document checker: both photographs and the barcode', async () => {
    const said = (await sentBy('documentChecker'))['/documentChecker/documents'];
    expect(said).toEqual({
      front: Buffer.from(photographs.front, 'base64url').toString('base64'),
      back: Buffer.from(photographs.back, 'base64url').toString('base64'),
      barcode: expect.stringContaining(`DAQ${attributes.documentNumber}`) as unknown,
    });
  });

  test('the issuing source gets no SSN; the bureau no document', async () => {
    const { address } = attributes;
    expect(await sentBy('dmv')).toEqual({
      '/dmv/verify': {
        DriverLicenseNumber: attributes.documentNumber,
        DriverLicenseIssuingJurisdiction: attributes.jurisdiction,
        PersonGivenName: attributes.givenName,
        PersonSurName: attributes.familyName,
        PersonBirthDate: attributes.birthDate,
        DriverLicenseExpirationDate: attributes.expiryDate,
        AddressLine1: address.street,
        AddressCity: address.city,
        AddressState: address.region,
        AddressZIP5: address.postalCode,
      },
      '/records/verify': {
        givenName: attributes.givenName,
        familyName: attributes.familyName,
        birthDate: attributes.birthDate,
        ssn,
        address,
      },
    });
  });

  test('the carrier gets the name and the number, then the message', async () => {
    expect(await sentBy('/carrier/ownership')).toEqual({
      '/carrier/ownership': {
        phone,
        givenName: attributes.givenName,
        familyName: attributes.familyName,
      },
      '/carrier/messages': {
        to: phone,
        channel: 'sms',
        text: expect.stringMatching(/^\d{6} is your Signet confirmation code\./) as unknown,
      },
    });
    const [, message] = house.sources.asked;
    expect(valuesIn(JSON.stringify(message?.fields))).toEqual([phone, phone.slice(2)]);
  });

  test('nothing of the applicant, the account or the application stands in a header or a path', async () => {
    for (const place of ['documentChecker', 'dmv', '/carrier/ownership'] as const)
      await places[place].take();
    const { accountId, applicationId } = tickets.examined;
    const outside = JSON.stringify(house.sources.asked.map(({ path, headers }) => [path, headers]));
    const everything = JSON.stringify(house.sources.asked);
    expect(valuesIn(outside)).toEqual([]);
    expect(valuesIn(everything, [accountId, applicationId])).toEqual([]);
  });

  test('no two requests carry the same reference', async () => {
    await places.dmv.take();
    await places.dmv.take();
    const references = house.sources.asked.map(
      ({ fields }) => fields['MessageRef'] ?? fields['transactionRef'],
    );
    expect(new Set(references).size).toBe(4);
  });

  test('a wrong secret is refused by the source, and nothing else happens', async () => {
    const setting = house.config.sources.records;
    const credential = { ...setting.credential, secret: house.sources.secrets.dmv };
    const ask = createRecords({ ...setting, credential });
    expect(await ask(attributes, ssn)).toEqual({
      ok: false,
      error: { type: 'unavailable', reason: 'protocol_error' },
    });
    expect(house.sources.violations.splice(0)).toEqual(['records: signature']);
  });

  test('an adapter that would send more is stopped before the wire, without a value', () => {
    const manifest = {
      source: 'carrier',
      fields: ['phone'],
      signing: 'api-key',
      retention: 'none',
    } as const;
    expect(() => requireAllowed(manifest, ['phone'])).not.toThrow();
    expect(() => requireAllowed(manifest, ['phone', 'ssn', 'address'])).toThrow(
      'carrier: ssn, address is not in the manifest',
    );
  });
});
