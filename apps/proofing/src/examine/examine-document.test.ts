import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { encodeAamva, type CardToEncode } from '@signet/evidence';
import { ids } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';
import { attributes, ssn } from '../testing/person.ts';
import {
  card,
  photographBack,
  photographBarcode,
  photographFront,
} from '../testing/photographs.ts';
import { openTicket } from '../wire/ticket.ts';

let house: House;
let front: Buffer;
let good: Buffer;

beforeAll(async () => {
  house = await openHouse();
  [front, good] = [await photographFront(), await photographBack()];
});
afterEach(() => house.sources.calm());
afterAll(async () => {
  expect(house.sources.violations).toEqual([]);
  await house.close();
});

const examine = (back: Buffer) =>
  house.take('examine-document', {
    front: front.toString('base64url'),
    back: back.toString('base64url'),
  });
type End = Awaited<ReturnType<typeof examine>>;
const resultsOf = ({ facts }: End) =>
  Object.fromEntries(facts?.facts.map(({ kind, result }) => [kind, result]) ?? []);
const checkerSays = (result: string, ...names: string[]) =>
  house.sources.keep({
    documentChecker: { result, alerts: names.map((name) => ({ name, result: 'attention' })) },
  });

test('a good document is accepted: its attributes to the browser, facts to the bff, a ticket for the next step', async () => {
  const end = await examine(good);
  expect(end.outcome).toEqual({ result: 'accepted', attributes });
  expect(resultsOf(end)).toEqual({
    evidence_presented: 'yes',
    evidence_consistent: 'yes',
    age_reached: 'yes',
    evidence_authentic: 'yes',
  });
  expect(await openTicket(house.keys, end.ticket ?? '', ids)).toEqual({
    ...ids,
    attributes,
    facts: end.facts?.facts,
  });
  const { outcome } = await house.take('check-information', { ssn }, { ticket: end.ticket });
  expect(outcome).toEqual({ result: 'matched' });
});

test('a new document starts the facts over, whatever the old ticket said', async () => {
  const first = await examine(good);
  const other = await examine(await photographBack({ documentNumber: 'RV0000001' }));
  const held = await openTicket(house.keys, other.ticket ?? '', ids);
  expect(held.facts).toHaveLength(first.facts?.facts.length ?? 0);
  expect(held.attributes?.documentNumber).toBe('RV0000001');
});

describe('by the calendar of the day on which it is examined', () => {
  // prettier-ignore
  test.each<[string, Partial<CardToEncode>, object]>([
    ['eighteen today',                 { birthDate: '2008-03-10' },                            { result: 'accepted' }],
    ['eighteen tomorrow',              { birthDate: '2008-03-11' },                            { result: 'not_accepted', reason: 'under_age' }],
    ['good until today',               { expiryDate: '2026-03-10' },                           { result: 'accepted' }],
    ['good until yesterday',           { expiryDate: '2026-03-09' },                           { result: 'not_accepted', reason: 'expired' }],
    ['expired and under age',          { expiryDate: '2026-03-09', birthDate: '2008-03-11' },  { result: 'not_accepted', reason: 'expired' }],
  ])('%s', async (_what, changes, outcome) => {
    const end = await examine(await photographBack(changes));
    expect(end.outcome).toMatchObject(outcome);
    expect(end.ticket === undefined).toBe(end.outcome?.result !== 'accepted');
  });

  test('what is expired or under age is told to no document checker (PROOF-7)', async () => {
    await examine(await photographBack({ expiryDate: '2026-03-09' }));
    await examine(await photographBack({ birthDate: '2008-03-11' }));
    expect(house.sources.asked).toHaveLength(0);
  });
});

describe('a card that bears one name only is told so, and nobody is asked (PROOF-39)', () => {
  // prettier-ignore
  test.each([
    ['no given name',          /DAC[^\n]*/,   'DACNONE'],
    ['a given name of blanks', /DAC[^\n]*/,   'DAC   '],
    ['one that is not known',  /DAC[^\n]*/,   'DACUNAVL'],
    ['none at all',            /DAC[^\n]*\n/, ''],
    ['no family name',         /DCS[^\n]*/,   'DCSNONE'],
  ])('%s', async (_what, element, words) => {
    const end = await examine(await photographBarcode(encodeAamva(card).replace(element, words)));
    expect(end.outcome).toEqual({ result: 'unsupported', reason: 'one_name' });
    expect([end.ticket, end.facts?.facts]).toEqual([undefined, []]);
    expect(house.sources.asked).toHaveLength(0);
  });
});

describe('a card without an expiry date (PROOF-37)', () => {
  const forLife = encodeAamva({ ...card, documentType: 'id-card' }).replace('DDAF', 'DDAN');
  const saying = (words: string, payload = forLife) => payload.replace(/DBA[^\n]*/, words);

  // prettier-ignore
  test.each(['DBANONE', 'DBA99999999', 'DBA00000000', 'DBA99/99/9999', 'DBAINDEF'])('is taken where an ID card says %s', async (words) => {
    const end = await examine(await photographBarcode(saying(words)));
    const { expiryDate: _none, ...without } = attributes;
    expect(end.outcome).toEqual({ result: 'accepted', attributes: without });
    await house.take('check-information', { ssn }, { ticket: end.ticket });
    const asked = (wanted: string) =>
      house.sources.asked.find(({ source }) => source === wanted)?.fields;
    expect(asked('dmv')).toMatchObject({
      DriverLicenseNumber: attributes.documentNumber,
      DriverLicenseExpirationDate: '9999-12-31',
      DocumentCategory: '3',
    });
    expect(asked('risk')).toMatchObject({ documentLife: 'no-end' });
  });

  // prettier-ignore
  test.each<[string, string]>([
    ['a licence',                       saying('DBANONE', encodeAamva(card).replace('DDAF', 'DDAN'))],
    ['a REAL ID',                       saying('DBA99999999', forLife.replace('DDAN', 'DDAF'))],
    ['an ID card that leaves it out',   forLife.replace(/DBA[^\n]*\n/, '')],
    ['one that cannot say',             saying('DBAUNAVL')],
    ['one that another paper prolongs', saying('DBAMIL')],
    ['one with no day of the calendar', saying('DBA13312031')],
  ])('is refused in a sentence of its own where it is %s', async (_what, text) => {
    const { outcome, ticket } = await examine(await photographBarcode(text));
    expect(outcome).toEqual({ result: 'not_accepted', reason: 'no_expiry_date' });
    expect(ticket).toBeUndefined();
    expect(house.sources.asked).toHaveLength(0);
  });
});

describe('why a document is not accepted is not said, and the checker is asked either way (PROOF-5)', () => {
  // prettier-ignore
  const causes: [string, Partial<CardToEncode>, () => void, Record<string, string>][] = [
    ['a forgery',                              {},                            () => checkerSays('failed', 'visible pattern'),      { evidence_authentic: 'no' }],
    ['a forgery on a dark picture',            {},                            () => checkerSays('failed', 'front dark'),           { evidence_authentic: 'no' }],
    ['something odd about the document',       {},                            () => checkerSays('attention', 'visible pattern'),   { evidence_authentic: 'no' }],
    ['a card of one state with an address in another', { jurisdiction: 'CO' }, () => undefined,                                    { evidence_consistent: 'no' }],
    ['a card issued before its holder was born', { issueDate: '1980-01-01' }, () => undefined,                                     { evidence_consistent: 'no' }],
    ['both',                                   { jurisdiction: 'CO' },        () => checkerSays('failed'),                         { evidence_authentic: 'no', evidence_consistent: 'no' }],
  ];
  test.each(causes)('%s', async (_what, changes, prepare, results) => {
    prepare();
    const end = await examine(await photographBack(changes));
    expect(JSON.stringify(end.reply)).toBe(
      `{"applicationId":"${ids.applicationId}","step":"examine-document","outcome":{"result":"not_accepted","reason":"not_accepted"}}`,
    );
    expect(resultsOf(end)).toMatchObject(results);
    expect(house.sources.asked).toHaveLength(1);
  });
});

describe('a checker that cannot judge the pictures asks for others, and that is no word against the document (PROOF-9)', () => {
  // prettier-ignore
  test.each([
    ['front blurred',    { side: 'front', reason: 'blurred' }],
    ['back dark',        { side: 'back',  reason: 'dark' }],
    ['front too small',  { side: 'front', reason: 'too_small' }],
    ['back unreadable',  { side: 'back',  reason: 'not_a_photograph' }],
  ])('%s', async (alert, retake) => {
    checkerSays('attention', alert, 'something we never heard of');
    const end = await examine(good);
    expect(end.outcome).toEqual({ result: 'retake', retakes: [retake] });
    expect(resultsOf(end)['evidence_authentic']).toBe('not_checked');
    expect(end.ticket).toBeUndefined();
  });
});

describe('a barcode that is no card we take is a sentence, not an exception', () => {
  const payload = encodeAamva(card);
  // prettier-ignore
  const barcodes: [string, string][] = [
    ['words',                        'HELLO, THIS IS A PARCEL AND NOT A CARD. PLEASE DELIVER IT TO THE BACK DOOR.'],
    ['a header and nothing more',    payload.slice(0, 40)],
    ['a card without a name',        payload.replaceAll(/D(?:CS|AC|AD)[^\n]*\n/g, '')],
    ['a card without a number',      payload.replace(/DAQ[^\n]*\n/, '')],
    ['a card without an address',    payload.replace(/DAG[^\n]*\n/, '')],
    ['a card without a birth date',  payload.replace(/DBB[^\n]*\n/, '')],
    ['a birth date in words',        payload.replace(/DBB[^\n]*/, 'DBBYESTERDAY')],
    ['an issuer that nobody knows',  payload.replace(/ANSI \d{6}/, 'ANSI 999999')],
    ['a card of another country',    payload.replace(/DAK[^\n]*/, 'DAKK1A 0B1  ')],
    ['a name as long as a novel',    payload.replace(/DCS[^\n]*/, `DCS${'LONG'.repeat(20)}`)],
  ];
  test.each(barcodes)('%s', async (_what, text) => {
    const { status, outcome, ticket } = await examine(await photographBarcode(text));
    expect([status, outcome]).toEqual([
      200,
      { result: 'not_accepted', reason: 'unsupported_document' },
    ]);
    expect(ticket).toBeUndefined();
  });

  test('one of control characters is not believed to be read at all', async () => {
    const text = payload.replace(/DCS[^\n]*/, 'DCSA\u0001\u0002B');
    const { status, outcome, ticket } = await examine(await photographBarcode(text));
    expect([status, outcome?.result, ticket]).toEqual([200, 'retake', undefined]);
  });

  test('a name with accents is read, in UTF-8, whose bytes are control characters of Latin-1', async () => {
    const name = 'NÚÑEZ-ÉTÉ';
    const { outcome } = await examine(
      await photographBarcode(payload.replace(/DCS[^\n]*/, `DCS${name}`)),
    );
    expect(outcome).toMatchObject({ result: 'accepted', attributes: { familyName: name } });
  });

  test('what a forger writes into a barcode stays a value, whoever is asked about it (PROOF-7)', async () => {
    const familyName = 'X</PERSONSURNAME><SSN>9';
    const end = await examine(await photographBack({ familyName }));
    expect(end.outcome).toMatchObject({ result: 'accepted' });
    await house.take('check-information', { ssn }, { ticket: end.ticket });
    const asked = house.sources.asked.find(({ source }) => source === 'dmv');
    expect(asked?.fields['PersonSurName']).toBe(familyName);
  });
});
