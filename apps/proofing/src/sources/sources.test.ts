import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tickets } from '../testing/applicant.ts';
import type { Fault } from '../testing/fake-sources.ts';
import { openHouse, type House } from '../testing/house.ts';
import { judgeRead } from '../testing/judge-read.ts';
import { attributes, phone, ssn, valuesIn } from '../testing/person.ts';
import { photographBack, photographFront } from '../testing/photographs.ts';
import {
  everythingMatches,
  indicated,
  referred,
  signedAnswer,
  soap,
  type Fields,
} from '../testing/source-answers.ts';
import { requireAllowed } from './manifest.ts';
import { connectSources } from './sources.ts';

let house: House;
let photographs: { front: string; back: string };
let ticket: Record<'examined' | 'checked', string>;

beforeAll(async () => {
  house = await openHouse({}, 1_000);
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

const takePhotographs = () => house.take('examine-document', photographs);
const takeRead = () => judgeRead(house, photographs);
const takeCheck = () => house.take('check-information', { ssn }, { ticket: ticket.examined });
const takeCode = () =>
  house.take('send-code', { phone, channel: 'sms' }, { ticket: ticket.checked });

/** How far a JPEG that was sent is from the one that was given: of 255, per channel and pixel in the mean; never the same bytes. */
async function difference(sent: string, given: string): Promise<number> {
  const [a, b] = [Buffer.from(sent, 'base64'), Buffer.from(given, 'base64url')];
  expect(a.equals(b)).toBe(false);
  expect((await sharp(a).metadata()).format).toBe('jpeg');
  const [x, y] = await Promise.all([sharp(a).raw().toBuffer(), sharp(b).raw().toBuffer()]);
  expect(x.length).toBe(y.length);
  return x.reduce((sum, value, at) => sum + Math.abs(value - (y[at] ?? 0)), 0) / x.length;
}

/** One step for each source, and the facts that hang on it. */
// prettier-ignore
const places = {
  documentChecker: { take: takeRead,        well: 'accepted', facts: ['document-checker'] },
  dmv:             { take: takeCheck,       well: 'matched',  facts: ['issuing-source', 'records'] },
  records:         { take: takeCheck,       well: 'matched',  facts: ['records'] },
  socialSecurity:  { take: takeCheck,       well: 'matched',  facts: ['social-security'] },
  addressRecord:   { take: takeCheck,       well: 'matched',  facts: ['address-record'] },
  risk:            { take: takeCheck,       well: 'matched',  facts: ['risk'] },
  phoneOwnership:  { take: takeCode,        well: 'sent',     facts: ['carrier'] },
  messageDelivery: { take: takeCode,        well: 'sent',     facts: [] },
} as const;
type Place = keyof typeof places;

const status =
  (code: number, body = JSON.stringify(attributes)): Fault =>
  (response) =>
    response.writeHead(code).end(body);
const says =
  (body: string | Uint8Array | ((fields: Fields) => string)): Fault =>
  (response, fields) =>
    response.end(typeof body === 'function' ? body(fields) : body);
/** An envelope that answers the very message, so that only what it says is wrong with it. */
const enveloped = (body: string, before = ''): Fault =>
  says(({ MessageID: id }) => soap(body, id, before));

// prettier-ignore
const faults: [string, Fault][] = [
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
  ['answers in another shape',            says((fields) => JSON.stringify({ ...referred(fields), checks: 'fine', result: 'fine', owner: true, status: 1, occupant: 1, risk: 'none' }))],
  ['answers another question',            says((fields) => JSON.stringify({ ...fields, transactionRef: 'other', idempotencyKey: 'other' }))],
  ['answers in HTML',                     (response, fields) => response.writeHead(200, { 'content-type': 'text/html' }).end(JSON.stringify(referred(fields)))],
  ['is closed for a while',               (response) => response.writeHead(503, { 'retry-after': '600' }).end()],
  ['answers half an answer',              says('{"result":"passed","alerts":[')],
  ['answers bytes',                       says(Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80]))],
  ['answers more than anyone would read', says('a'.repeat(1_000_001))],
  ['answers a small bomb',                (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(50_000_000)))],
];

// prettier-ignore
const silences: [string, Fault][] = [
  ['never answers',                       () => undefined],
  ['begins and never ends',               (response) => void response.writeHead(200).write('{')],
];

const good = indicated(everythingMatches);
// prettier-ignore
const faultsOfTheIssuer: [string, Fault][] = [
  ['a document type declaration',         enveloped(good, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')],
  ['a declaration that declares nothing', enveloped(good, '<!DOCTYPE Envelope>')],
  ['a good answer, and a megabyte after it', says(({ MessageID: id }) => soap(good, id) + ' '.repeat(1_000_000))],
  ['a declaration in small letters',      enveloped(good, '<!doctype x>')],
  ['a fault of a busy issuer',            status(500, soap('<s:Fault><d:ExceptionId>0047</d:ExceptionId></s:Fault>', ''))],
  ['a fault with a polite status',        enveloped('<s:Fault><d:ExceptionId>0001</d:ExceptionId></s:Fault>')],
  ['a good answer with a bad status',     (response, { MessageID: id }) => response.writeHead(500).end(soap(good, id))],
  ['a good answer that was forbidden',    (response, { MessageID: id }) => response.writeHead(418).end(soap(good, id))],
  ['a good answer twice',                 enveloped(good + good)],
  ['a good answer without its envelope',  says(good)],
  ['an empty answer',                     enveloped('<d:VerifyDriverLicenseDataResponse/>')],
  ['an answer to another question',       enveloped('<d:VerifyDriverLicenseDataResponse><a>1</a></d:VerifyDriverLicenseDataResponse>')],
  ['an answer that is neither yes or no', enveloped(good.replaceAll('true', 'perhaps'))],
  ['a body of words',                     enveloped('all is well')],
  ['an envelope of words',                says('<Envelope>all is well</Envelope>')],
  ['two bodies',                          says(`<Envelope><Body>${good}</Body><Body>${good}</Body></Envelope>`)],
  ['a name that JavaScript fears',        enveloped(`<__proto__><x>1</x></__proto__>${good}`)],
  ['a tower',                             enveloped('<a>'.repeat(20_000) + '</a>'.repeat(20_000))],
  ['a good answer to another message',    says(soap(good, 'urn:uuid:another'))],
  ['a good answer to no message',         says(soap(good, '').replace(/<soap:Header>.*<.soap:Header>/, ''))],
  ['a tag that is not closed',            says(({ MessageID: id }) => soap(good, id).replace('</soap:Body>', ''))],
];

async function expectUnavailable(place: Place, fault: Fault) {
  const { take, well, facts: sources } = places[place];
  house.sources.fail(place, fault);
  const { outcome, facts, ticket: next } = await take();
  expect(outcome).toEqual({ result: 'unavailable', reason: expect.any(String) as unknown });
  expect(next).toBeUndefined();
  expect(facts?.result).toBe('unavailable');
  for (const { kind, source, result } of facts?.facts ?? []) {
    expect(result).not.toBe(kind === 'death_record' ? 'yes' : 'no');
    if (kind !== 'death_record' && (sources as readonly string[]).includes(source))
      expect(result).toBe('unavailable');
  }
  house.sources.calm();
  expect((await take()).outcome?.result).toBe(well);
}

describe('a source that fails is "unavailable": no fact against the applicant, and the next try goes well (PROOF-6)', () => {
  const matrix = (Object.keys(places) as Place[]).flatMap((place) =>
    faults.map(([what, fault]) => [place, what, fault] as const),
  );
  const silent = (['risk', 'messageDelivery'] as const).flatMap((place) =>
    silences.map(([what, fault]) => [place, what, fault] as const),
  );
  test.each([...matrix, ...silent])('%s %s', (place, _what, fault) =>
    expectUnavailable(place, fault),
  );

  test('the whole step, photographs and all, ends so when the document checker fails', async () => {
    house.sources.fail('documentChecker', (response) => response.destroy());
    const { outcome, facts, ticket: next } = await takePhotographs();
    expect(outcome).toEqual({ result: 'unavailable', reason: 'out_of_order' });
    expect([facts?.result, next]).toEqual(['unavailable', undefined]);
    house.sources.calm();
    expect((await takePhotographs()).outcome?.result).toBe('accepted');
  });

  test.each(faultsOfTheIssuer)('the issuing source answers %s', (_what, fault) =>
    expectUnavailable('dmv', fault),
  );

  test.each([
    ['as it is', (body: string) => [{}, body] as const],
    ['compressed', (body: string) => [{ 'content-encoding': 'gzip' }, gzipSync(body)] as const],
  ])('a good answer with a megabyte of nothing after it is not read to its end, %s', (_how, sent) =>
    expectUnavailable('risk', (response, fields) => {
      const answer = JSON.stringify({ ...referred(fields), risk: 'low' });
      const [headers, body] = sent(answer + ' '.repeat(1_000_000));
      response.writeHead(200, headers).end(body);
    }),
  );

  // prettier-ignore
  const faultsOfTheSigned: [string, (fields: Fields) => Promise<string>][] = [
    ['signed by somebody else',      (fields) => signed({}, fields, { key: newKey() })],
    ['of another issuer',            (fields) => signed({}, fields, { issuer: 'https://elsewhere.test' })],
    ['to another question',          (fields) => signed({ in_response_to: 'another' }, fields)],
    ['that says neither yes nor no', (fields) => signed({ verification: 'perhaps' }, fields)],
    ['that says nothing of death',   (fields) => signed({ death: undefined }, fields)],
  ];
  const good = { verification: 'match', death: 'no' };
  const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const signed = (
    claims: object,
    fields: Fields,
    other: Partial<Parameters<typeof signedAnswer>[2]> = {},
  ) =>
    signedAnswer({ ...good, ...claims }, fields, {
      key: house.sources.answersKey,
      issuer: `${house.sources.origin}/socialSecurity`,
      ...other,
    });
  test.each(faultsOfTheSigned)('a signed answer %s (PROOF-32)', (_what, answer) =>
    expectUnavailable(
      'socialSecurity',
      (response, fields) => void answer(fields).then((text) => response.end(text)),
    ),
  );

  test('no access token, no question: and the next try gets one', async () => {
    const fresh = connectSources(house.config.deployment);
    house.sources.fail('/socialSecurity/oauth/token', (response) => response.writeHead(500).end());
    expect(await fresh().askSocialSecurity(attributes, ssn)).toEqual(down('outage'));
    house.sources.calm();
    expect(await fresh().askSocialSecurity(attributes, ssn)).toEqual({ ok: true, value: good });
    // The second question goes with the same token.
    house.sources.fail('/socialSecurity/oauth/token', (response) => response.writeHead(500).end());
    expect(await fresh().askSocialSecurity(attributes, ssn)).toEqual({ ok: true, value: good });
  });

  // prettier-ignore
  test.each<[string, Fault, string]>([
    ['is silent',             () => undefined,                                                         'still_checking'],
    ['is closed for a while', (response) => response.writeHead(503, { 'retry-after': '60' }).end(),    'maintenance'],
    ['is broken',             (response) => response.writeHead(500).end(),                             'out_of_order'],
    ['asks for patience',     (response) => response.writeHead(429).end(),                             'out_of_order'],
    ['does not know us',      (response) => response.writeHead(401).end(),                             'out_of_order'],
  ])('a source that %s is told from the others, and not by name', async (_what, fault, reason) => {
    house.sources.fail('addressRecord', fault);
    expect((await takeCheck()).outcome).toEqual({ result: 'unavailable', reason });
    house.sources.calm();
    expect((await takeCheck()).outcome?.result).toBe('matched');
  });

  test('what all sources of a step may take together begins with the first question, and ends for all of them (PROOF-31)', async () => {
    const open = connectSources({ ...house.config.deployment, stepBudgetMs: 300 });
    house.sources.fail('records', () => undefined);
    const [step, waited] = [open(), open()];
    const begun = performance.now();
    expect(await step.askRecords(attributes, ssn)).toEqual(down('timeout'));
    expect(performance.now() - begun).toBeLessThan(900);
    expect(await step.askAddress(attributes, attributes.address)).toEqual(down('budget_spent'));
    expect((await waited.askAddress(attributes, attributes.address)).ok).toBe(true);
  });

  test('a message is asked for again under the same key, a question is not (PROOF-33)', async () => {
    const hangUpOnce = () => {
      let first = true;
      return (response: Parameters<Fault>[0], fields: Fields) => {
        if (first) response.destroy();
        else response.end(JSON.stringify({ ...referred(fields), status: 'accepted' }));
        first = false;
      };
    };
    house.sources.fail('messageDelivery', hangUpOnce());
    expect((await takeCode()).outcome?.result).toBe('sent');
    const keys = house.sources.asked.flatMap(({ fields }) => fields['idempotencyKey'] ?? []);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    house.sources.calm();
    house.sources.fail('risk', hangUpOnce());
    expect((await takeCheck()).outcome?.result).toBe('unavailable');
    expect(house.sources.asked.filter(({ source }) => source === 'risk')).toHaveLength(1);
    expect((await takeCheck()).outcome?.result).toBe('unavailable');
    house.sources.calm();
    expect((await takeCheck()).outcome?.result).toBe('matched');
  });

  test('a source is given no more time than it is configured for', async () => {
    house.sources.fail('records', () => undefined);
    const begun = performance.now();
    await places.records.take();
    expect(performance.now() - begun).toBeLessThan(
      house.config.deployment.sources.records.timeoutMs + 400,
    );
  });
});

describe('a source is sent the fields of its manifest and nothing else, signed (PROOF-7)', () => {
  const sentBy = async (place: Place) => {
    await (place === 'documentChecker' ? takePhotographs() : places[place].take());
    return Object.fromEntries(
      house.sources.asked.map(({ path, fields }) => {
        const { transactionRef: _ref, MessageID: _message, idempotencyKey: _key, ...said } = fields;
        return [path, said];
      }),
    );
  };

  test('the document checker: both photographs, drawn anew, and the barcode (PROOF-14)', async () => {
    const said = (await sentBy('documentChecker'))['/documentChecker/documents'];
    const { front, back, barcode, ...more } = said as Record<string, string>;
    expect(more).toEqual({});
    expect(barcode).toContain(`DAQ${attributes.documentNumber}`);
    for (const [sent, given] of [
      [front, photographs.front],
      [back, photographs.back],
    ] as const)
      expect(await difference(sent ?? '', given)).toBeLessThan(4);
  });

  test('the issuing source gets no SSN; the others no document; the risk source no value', async () => {
    const { address, givenName, familyName, birthDate } = attributes;
    expect(await sentBy('dmv')).toEqual({
      '/socialSecurity/verify': { givenName, familyName, birthDate, ssn, consent: 'given' },
      '/addressRecord/addresses': { givenName, familyName, address },
      '/risk/assess': {
        evidence: 'state_id',
        jurisdiction: 'OH',
        ageBand: '45-to-64',
        documentLife: 'long',
      },
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
    expect(await sentBy('phoneOwnership')).toEqual({
      '/phoneOwnership/ownership': {
        phone,
        givenName: attributes.givenName,
        familyName: attributes.familyName,
      },
      '/messageDelivery/messages': {
        to: phone,
        channel: 'sms',
        text: expect.stringMatching(/^\d{6} is your Signet confirmation code\./) as unknown,
      },
    });
    const [, message] = house.sources.asked;
    expect(valuesIn(JSON.stringify(message?.fields))).toEqual([phone, phone.slice(2)]);
  });

  test('nothing of the applicant, the account or the application stands in a header or a path', async () => {
    await takePhotographs();
    for (const place of ['dmv', 'phoneOwnership'] as const) await places[place].take();
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
      ({ fields }) => fields['MessageID'] ?? fields['transactionRef'],
    );
    expect(new Set(references).size).toBe(10);
  });

  test('a wrong secret is refused by the source, and nothing else happens', async () => {
    const { deployment } = house.config;
    const { records, risk } = deployment.sources;
    const { secret } = risk.credential;
    const wrong = { ...records, credential: { ...records.credential, secret } };
    const open = connectSources({
      ...deployment,
      sources: { ...deployment.sources, records: wrong },
    });
    expect(await open().askRecords(attributes, ssn)).toEqual(down('refused'));
    expect(house.sources.violations.splice(0)).toEqual(['records: signature']);
  });

  test('an adapter that would send more is stopped before the wire, without a value', () => {
    const manifest = { source: 'carrier', fields: ['phone'] };
    expect(() => requireAllowed(manifest, ['phone'])).not.toThrow();
    expect(() => requireAllowed(manifest, ['phone', 'ssn', 'address'])).toThrow(
      'carrier: ssn, address is not in the manifest',
    );
  });
});

const down = (reason: string) => ({ ok: false, error: { type: 'unavailable', reason } });
