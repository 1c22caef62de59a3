import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PostalAddress } from '@signet/contracts/person';
import { tickets } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';
import { attributes, ssn, wrongSsn } from '../testing/person.ts';
import {
  everythingMatches,
  indicated,
  onFile,
  referred,
  soap,
  type Files,
} from '../testing/source-answers.ts';
import { differsInTime } from '../testing/differs-in-time.ts';
import { checkInformation } from './check-information.ts';
import { countDocumentAttempts } from './document-attempts.ts';
import { countSsnAttempts } from './ssn-attempts.ts';
import { factOfLetter } from '../confirm/letter/fact-of-letter.ts';
import { openTicket } from '../wire/ticket.ts';

let house: House;
let ticket: string;

beforeAll(async () => {
  house = await openHouse();
  ticket = await house.ticket(tickets.examined);
});
afterEach(() => house.sources.calm());
afterAll(async () => {
  expect(house.sources.violations).toEqual([]);
  await house.close();
});

const check = (number = ssn, address?: PostalAddress) =>
  house.take(
    'check-information',
    { ssn: number, ...(address === undefined ? {} : { address }) },
    { ticket },
  );
const resultsOf = (facts: Awaited<ReturnType<typeof check>>['facts']) =>
  Object.fromEntries(facts?.facts.map(({ kind, result }) => [kind, result]) ?? []);
const dmv = (changes: Partial<Files['dmv']>) => ({ dmv: { ...onFile.dmv, ...changes } });
const records = (changes: Partial<Files['records']>) => ({
  records: { ...onFile.records, ...changes },
});
const nobodyThere = { address: { deliverable: 'yes', occupant: 'no_match' } };
const elsewhere = { ...attributes.address, street: '1 OTHER STREET' };

test('what both sources know is matched, and the ticket goes on with the SSN', async () => {
  const { outcome, facts, ticket: next } = await check();
  expect(outcome).toEqual({ result: 'matched' });
  expect(resultsOf(facts)).toEqual({
    evidence_validated: 'yes',
    identity_validated: 'yes',
    death_record: 'no',
    address_on_record: 'yes',
    risk_low: 'yes',
  });
  const held = await openTicket(house.keys, next ?? '', tickets.examined);
  expect(held).toEqual({
    ...tickets.examined,
    ssn,
    facts: [...tickets.examined.facts, ...(facts?.facts ?? [])],
  });
});

describe('what the bureau does not find the issuing source may cover', () => {
  // prettier-ignore
  test.each<[string, Partial<Files>]>([
    ['another name',                         records({ familyName: 'OTHER' })],
    ['another birth date',                   records({ birthDate: '1981-03-10' })],
    ['another address',                      records({ address: elsewhere })],
    ['an address that only the bureau knows', { ...nobodyThere, ...dmv({ address: elsewhere }) }],
    ['an address that only the address record knows', { ...dmv({ address: elsewhere }), ...records({ address: elsewhere }) }],
    ['an address that only the issuer knows', { ...nobodyThere, ...records({ address: elsewhere }) }],
  ])('%s', async (_what, files) => {
    house.sources.keep(files);
    expect((await check()).outcome).toEqual({ result: 'matched' });
  });

  test('an expiry date that the issuer does not speak of', async () => {
    const { DriverLicenseExpirationDate: _expiry, ...said } = everythingMatches;
    house.sources.fail('dmv', (response, { MessageID: id }) =>
      response.end(soap(indicated(said), id)),
    );
    expect((await check()).outcome).toEqual({ result: 'matched' });
  });
});

describe('a card whose barcode says that it never ends (PROOF-37)', () => {
  const { expiryDate: _none, ...forLife } = attributes;
  const checkForLife = async () =>
    house.take(
      'check-information',
      { ssn },
      { ticket: await house.ticket({ ...tickets.examined, attributes: forLife }) },
    );

  test('is matched where the issuer has it as an ID card for life', async () => {
    house.sources.keep({ dmv: forLife });
    expect((await checkForLife()).outcome).toEqual({ result: 'matched' });
  });

  test('is not matched where the issuer has a licence that ended: a barcode is rewritten by anybody', async () => {
    house.sources.keep(dmv({ expiryDate: '2020-03-09' }));
    const { outcome, facts, ticket: next } = await checkForLife();
    expect(outcome).toEqual({ result: 'not_matched' });
    expect(resultsOf(facts)).toMatchObject({ evidence_validated: 'no' });
    expect(next).toBeUndefined();
  });

  test.each(['DriverLicenseExpirationDate', 'DocumentCategory'])(
    'is not matched where the issuer says nothing, or no, of %s',
    async (silentOn) => {
      for (const said of [{}, { [silentOn]: false }]) {
        const { [silentOn]: _unsaid, ...others } = everythingMatches;
        house.sources.fail('dmv', (response, { MessageID: id }) =>
          response.end(soap(indicated({ ...others, ...said }), id)),
        );
        expect((await checkForLife()).outcome).toEqual({ result: 'not_matched' });
      }
    },
  );
});

describe('a failed check names no attribute and no source: every cause gets the very same answer (PROOF-5)', () => {
  const other = { documentNumber: 'XX0000000', givenName: 'OTHER', familyName: 'OTHER' };
  // prettier-ignore
  const causes: [string, string, Partial<Files>][] = [
    ['an SSN that is not this person\'s',   wrongSsn, {}],
    ['an SSN that the bureau does not know', ssn,     records({ ssn: '900111111' })],
    ['a number that the issuer does not know', ssn,   dmv({ documentNumber: other.documentNumber })],
    ['another given name at the issuer',    ssn,      dmv({ givenName: other.givenName })],
    ['another family name at the issuer',   ssn,      dmv({ familyName: other.familyName })],
    ['another birth date at the issuer',    ssn,      dmv({ birthDate: '1981-09-03' })],
    ['another expiry date at the issuer',   ssn,      dmv({ expiryDate: '2030-03-09' })],
    ['another address everywhere',          ssn,      { ...nobodyThere,  ...dmv({ address: elsewhere }), ...records({ address: elsewhere }) }],
    ['another name at both',                ssn,      { ...dmv(other), ...records(other) }],
    ['nothing right anywhere',              wrongSsn, { ...nobodyThere, ...dmv({ ...other, birthDate: '1900-01-01' }), ...records({ ...other, birthDate: '1900-01-01' }) }],
    ['a record of death',                   ssn,      records({ deceased: true })],
    ['a record of death at the other',      ssn,      { socialSecurity: { ssn, death: 'yes' } }],
    ['an SSN that only the bureau knows',   ssn,      { socialSecurity: { ssn: '900111111', death: 'no' } }],
  ];

  test.each(causes)('%s', async (_what, number, files) => {
    house.sources.keep(files);
    const { status, reply, relayed, facts, ticket: next } = await check(number);
    expect(status).toBe(200);
    expect(JSON.stringify(reply)).toBe(
      `{"applicationId":"${tickets.examined.applicationId}","step":"check-information","outcome":{"result":"not_matched"}}`,
    );
    expect(relayed?.reply).toHaveLength((await unmatched()).length);
    expect(next).toBeUndefined();
    expect(facts).not.toHaveProperty('ssnIndex');
    expect(facts?.facts.map(({ kind, source, method }) => [kind, source, method])).toEqual([
      ['evidence_validated', 'issuing-source', 'dldv'],
      ['identity_validated', 'records', 'records-bureau'],
      ['death_record', 'records', 'records-bureau'],
      ['identity_validated', 'social-security', 'ssn-verification'],
      ['death_record', 'social-security', 'ssn-verification'],
      ['address_on_record', 'address-record', 'address-record'],
      ['risk_low', 'risk', 'risk-bands'],
    ]);
  });

  const unmatched = async () => (await check(wrongSsn)).relayed?.reply ?? '';

  const everyone = ['addressRecord', 'dmv', 'records', 'risk', 'socialSecurity'];
  test.each(causes)('every source is asked all the same: %s', async (_what, number, files) => {
    house.sources.keep(files);
    await check(number);
    expect(house.sources.asked.map(({ source }) => source).toSorted()).toEqual(everyone);
  });

  test('the slower source is waited for even when the quicker one has said no', async () => {
    house.sources.keep(dmv({ familyName: other.familyName }));
    house.sources.fail('risk', (response, fields) => {
      const answer = JSON.stringify({ ...referred(fields), risk: 'low' });
      setTimeout(() => response.end(answer), 200);
    });
    const begun = performance.now();
    expect((await check()).outcome).toEqual({ result: 'not_matched' });
    expect(performance.now() - begun).toBeGreaterThan(195);
  });
});

describe('an address that the applicant states is validated as its own (PROOF-24)', () => {
  const moved = { street: '5 NEWER STREET', city: 'EASTLUMEN', region: 'OH', postalCode: '00418' };

  test('the bureau knows it: a fact of its own, the evidence’s address beside it', async () => {
    house.sources.keep({ ...records({ address: moved }), ...nobodyThere });
    const { outcome, facts, ticket: next } = await check(ssn, moved);
    expect(outcome).toEqual({ result: 'matched' });
    expect(resultsOf(facts)).toMatchObject({ address_validated: 'yes', evidence_validated: 'yes' });
    const held = await openTicket(house.keys, next ?? '', tickets.examined);
    expect(held.statedAddress).toEqual(moved);
    expect(held.attributes?.address).toEqual(attributes.address);
    const [dmvAsked, recordsAsked] = ['dmv', 'records'].map((name) =>
      house.sources.asked.find(({ source }) => source === name),
    );
    expect(JSON.stringify(dmvAsked?.fields)).toContain(attributes.address.street);
    expect(JSON.stringify(recordsAsked?.fields)).toContain(moved.street);
  });

  test('nobody does: the issuer’s word about the other address does not cover it', async () => {
    house.sources.keep(nobodyThere);
    const { outcome, facts, ticket: next } = await check(ssn, moved);
    expect(outcome).toEqual({ result: 'not_matched' });
    expect(resultsOf(facts)).toMatchObject({ address_validated: 'no' });
    expect(next).toBeUndefined();
  });

  test('asked again without it, the one on the evidence counts again', async () => {
    house.sources.keep({ ...records({ address: moved }), ...nobodyThere });
    const first = await check(ssn, moved);
    house.sources.calm();
    const { ticket: next } = await house.take(
      'check-information',
      { ssn },
      { ticket: first.ticket ?? '' },
    );
    const held = await openTicket(house.keys, next ?? '', tickets.examined);
    expect(held).not.toHaveProperty('statedAddress');
  });

  test('what was confirmed before is of the check before: neither the letter to the card’s address nor a telephone is carried on (PROOF-20)', async () => {
    house.sources.keep({ ...records({ address: moved }), ...nobodyThere });
    const letter = factOfLetter({}, new Date(house.clock.at), 'yes');
    const { ticket: next, facts } = await house.take(
      'check-information',
      { ssn, address: moved },
      {
        ticket: await house.ticket({
          ...tickets.confirmed,
          language: 'en',
          facts: [...tickets.confirmed.facts, letter],
        }),
      },
    );
    expect(await openTicket(house.keys, next ?? '', tickets.examined)).toEqual({
      ...tickets.examined,
      ssn,
      statedAddress: moved,
      facts: [...tickets.examined.facts, ...(facts?.facts ?? [])],
    });
  });

  // prettier-ignore
  test.each<[string, Partial<PostalAddress>]>([
    ['an emoji',             { street: '5 🏠 STREET' }],
    ['a line break',         { street: '5 NEWER\nSTREET' }],
    ['a tag',                { city: '<b>CITY</b>' }],
    ['a direction mark',     { city: 'CITY\u202E' }],
    ['101 characters',       { street: 'A'.repeat(101) }],
    ['nothing but blanks',   { city: '   ' }],
    ['a state of nowhere',   { region: 'ZZ' }],
    ['a ZIP code of six',    { postalCode: '123456' }],
    ['digits of elsewhere',  { postalCode: '١٢٣٤٥' }],
  ])('%s is refused as malformed, never a 500', async (_what, junk) => {
    const { status, code } = await check(ssn, { ...moved, ...junk });
    expect({ status, code }).toEqual({ status: 400, code: 'malformed_request' });
  });
});

/** What is slower to find out must not be slower to be told. */
test('of a document that bears no address, where none is stated, nobody is asked anything (PROOF-40)', async () => {
  const { address: _address, ...bearsNone } = attributes;
  const held = { ...tickets.examined, attributes: bearsNone } as typeof tickets.examined;
  const nobody = new Proxy({}, { get: () => () => Promise.reject(new Error('was asked')) });
  await expect(
    checkInformation(
      {
        sources: nobody,
        ssnAttempts: countSsnAttempts(),
        documentAttempts: countDocumentAttempts(),
        now: () => new Date(house.clock.at),
      } as never,
      { ssn },
      { ticket: held, statement: { requestDigest: 'digest' } as never },
    ),
  ).rejects.toMatchObject({ code: 'malformed_request' });
});

describe('the time of a failed check does not tell its cause (PROOF-5)', () => {
  const other = { givenName: 'OTHER', familyName: 'OTHER' };
  // prettier-ignore
  const causes: [string, string, Partial<Files>][] = [
    ['the SSN',        wrongSsn, {}],
    ['the name',       ssn,      { ...dmv(other), ...records(other) }],
    ['the birth date', ssn,      { ...dmv({ birthDate: '1981-09-03' }), ...records({ birthDate: '1981-09-03' }) }],
    ['the address',    ssn,      { ...dmv({ address: elsewhere }), ...records({ address: elsewhere }), ...nobodyThere }],
  ];

  test('of 25 failures for each of four causes, in turn, no cause is told by its time', async () => {
    const times = causes.map(() => [] as number[]);
    for (let round = 0; round < 25; round += 1) {
      for (const [at, [, number, files]] of causes.entries()) {
        house.sources.keep(files);
        const begun = performance.now();
        await check(number);
        times[at]?.push(performance.now() - begun);
      }
    }
    const all = times.flat();
    for (const [at, [cause]] of causes.entries()) {
      const others = all.filter((one) => times[at]?.includes(one) !== true);
      expect(differsInTime(times[at] ?? [], others), cause).toBe(false);
    }
  });

  test('and the measure would find a cause that takes three milliseconds longer', () => {
    const steady = Array.from({ length: 75 }, (_none, at) => 10 + ((at * 7) % 20) / 4);
    const slower = steady.slice(0, 25).map((one) => one + 3);
    expect(differsInTime(slower, steady)).toBe(true);
    expect(differsInTime(steady.slice(0, 25), steady)).toBe(false);
  });
});
