import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { asPublished } from '@signet/contracts/policy/as-published';
import { decide } from '@signet/contracts/policy/decide';
import { documents, type Document, type DocumentKind } from '@signet/contracts/policy/documents';
import { addressOf, evidenceAttributes } from '@signet/contracts/person';
import { stepInputs } from '@signet/contracts/proofing-wire';
import { documentNamed } from '../check/document-attempts.ts';
import { factOfLetter } from '../confirm/letter/fact-of-letter.ts';
import type { Sources } from '../sources/sources.ts';
import { ids, tickets } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';
import { attributes, ssn } from '../testing/person.ts';
import { openTicket, type Ticket } from '../wire/ticket.ts';
import { judgeDocument } from './judge-document.ts';

/** A kind that policy knows and no step takes: here it has a row, one side, and no word of where its holder lives. */
const row: Document = { ...documents.state_id, sides: ['front'], gives: [] };
const passport = 'passport' as DocumentKind;
const { address, jurisdiction, ...others } = attributes;
const onPassport = { ...others, evidence: passport };

const said = <Value>(value: Value) => Promise.resolve({ ok: true, value } as const);
// prettier-ignore
const sources: Sources = {
  examine:           () => said({ result: 'passed', alerts: [] }),
  askIssuer:         () => said({ number: true, givenName: true, familyName: true, birthDate: true, expiryDate: true, documentCategory: undefined, address: undefined }),
  askRecords:        () => said({ name: 'match', birthDate: 'match', ssn: 'match', address: 'match', deceased: false }),
  askSocialSecurity: () => said({ verification: 'match', death: 'no' }),
  askAddress:        () => said({ deliverable: 'yes', kind: 'street', occupant: 'match' }),
  assessRisk:        () => said('low'),
  carrier: { ownerOf: () => said({ owner: 'match', lineType: 'mobile', movedLately: false }), deliver: () => said('accepted') },
};

let house: House;
beforeAll(async () => {
  Object.assign(documents, { [passport]: row });
  house = await openHouse({ openSources: () => sources });
});
afterAll(async () => {
  Reflect.deleteProperty(documents, passport);
  await house.close();
});

const now = () => new Date(house.clock.at);
const examined = async (): Promise<Ticket> => {
  const document = { front: Buffer.from('a photograph') };
  const read = { attributes: onPassport, consistent: true, document };
  const { ticket } = await judgeDocument({ sources, profile: asPublished, now }, ids, read);
  return ticket ?? tickets.examined;
};

describe('another kind of document is a row (PROOF-40)', () => {
  // prettier-ignore
  test.each([
    [{ evidence: passport, front: 'AAAA' },               true],
    [{ evidence: passport, front: 'AAAA', back: 'AAAA' }, false],
    [{ front: 'AAAA', back: 'AAAA' },                     true],
    [{ front: 'AAAA' },                                   false],
    [{ evidence: 'piv_card', front: 'AAAA' },             false],
  ])('its sides are photographed and no other: %o', (input, isTaken) => {
    expect(v.is(stepInputs['examine-document'], input)).toBe(isTaken);
  });

  test('it says what its row says, neither less nor more; a ticket without a kind is of the first', () => {
    const takes = (words: object) => v.is(evidenceAttributes, words);
    expect([onPassport, { ...onPassport, address }].map(takes)).toEqual([true, false]);
    const { evidence: _kind, ...ofYesterday } = attributes;
    expect([ofYesterday, { ...others, jurisdiction }, others].map(takes)).toEqual([
      true,
      false,
      false,
    ]);
    expect(v.parse(evidenceAttributes, ofYesterday)).toEqual(attributes);
  });

  test('its facts are its own, by the methods that policy asks for, up to a decision', async () => {
    const ticket = await examined();
    expect(addressOf(ticket)).toBeUndefined();
    const checked = await house.take(
      'check-information',
      { ssn, address },
      { ticket: await house.ticket(ticket) },
    );
    expect(checked.outcome).toEqual({ result: 'matched' });
    const held = await openTicket(house.keys, checked.ticket ?? '', ids);
    expect(addressOf(held)).toEqual(address);
    const about = held.facts.filter(({ evidence }) => evidence !== undefined);
    expect(about.map(({ kind, method, evidence }) => [kind, method, evidence])).toEqual([
      ['evidence_presented', 'mrz', 'passport'],
      ['evidence_consistent', 'mrz', 'passport'],
      ['evidence_authentic', 'document-checker', 'passport'],
      ['evidence_validated', 'state-department', 'passport'],
    ]);
    const byPhone = tickets.confirmed.facts.filter(({ evidence }) => evidence === 'phone_account');
    const decided = (facts: Ticket['facts']) => decide([...facts, ...byPhone], asPublished, now());
    expect(decided(held.facts)).toMatchObject({
      level: 'verified',
      evidence: ['passport', 'phone_account'],
    });
    expect(decided(ticket.facts).level).toBeNull();
    // Its code shows where the applicant lives, and nothing of a document that says nothing of it.
    const letter = factOfLetter(held, now(), 'yes');
    expect([letter.method, letter.evidence]).toEqual(['letter-code-stated-address', undefined]);
  });

  test('whom it does not say to live anywhere, and who was not asked, is asked about of nobody', async () => {
    const ticket = await house.ticket(await examined());
    expect((await house.take('check-information', { ssn }, { ticket })).status).toBe(400);
  });

  test('one number of two kinds is two documents', () => {
    expect(documentNamed(onPassport)).not.toBe(documentNamed({ ...others }));
  });
});
