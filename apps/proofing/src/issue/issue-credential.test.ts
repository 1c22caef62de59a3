import { createHash } from 'node:crypto';
import { compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credential } from '@signet/contracts/claims';
import type { StepInput } from '@signet/contracts/proofing-wire';
import type { Ticket } from '../wire/ticket.ts';
import { ids, tickets } from '../testing/applicant.ts';
import { openHouse, type House } from '../testing/house.ts';
import { attributes, valuesIn } from '../testing/person.ts';

type HolderKey = StepInput<'issue'>['holderKeys'][number];

let house: House;
let holders: HolderKey[];
let copies: Opened[];

beforeAll(async () => {
  house = await openHouse();
  holders = await Promise.all(Array.from({ length: 3 }, newHolder));
  const { outcome } = await issue(tickets.confirmed, holders);
  copies = outcome?.result === 'issued' ? await Promise.all(outcome.credentials.map(open)) : [];
});
afterAll(() => house.close());

async function newHolder(): Promise<HolderKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return (await exportJWK(privateKey)) as HolderKey;
}
const issue = async (ticket: Ticket, holderKeys = holders, more = {}) =>
  house.take('issue', { holderKeys }, { ticket: await house.ticket(ticket), ...more });

type Opened = Awaited<ReturnType<typeof open>>;

/** Opened as RFC 9901 says, by nothing but jose and SHA-256. */
async function open(text: string) {
  const [signed = '', ...rest] = text.split('~');
  const key = await importJWK({ ...house.config.registry.proofing.credentialKey }, 'ES256');
  const { payload, protectedHeader } = await compactVerify(signed, key, { algorithms: ['ES256'] });
  const clear = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
  const written = rest.slice(0, -1);
  return {
    text,
    protectedHeader,
    clear,
    keyBinding: rest.at(-1),
    digests: clear['_sd'] as string[],
    signature: signed.split('.')[2],
    digested: written.map((one) => createHash('sha256').update(one).digest('base64url')),
    disclosures: written.map(
      (one) => JSON.parse(Buffer.from(one, 'base64url').toString()) as [string, string, unknown],
    ),
  };
}

test('asked for later it is no younger: it counts from when the code came back, or the operators decided (PROOF-12)', async () => {
  const day = 86_400;
  const confirmed = Date.parse('2026-03-10T00:00:00.000Z') / 1_000;
  house.clock.at += 40 * day * 1_000;
  const decided = { outcome: 'passed', at: '2026-03-20T10:00:00.000Z' } as const;
  const reviewed = {
    review: {
      ticketDigest: createHash('sha256')
        .update(await house.ticket(tickets.confirmed))
        .digest('base64url'),
      decided,
    },
  };
  const passed: Ticket = {
    ...tickets.confirmed,
    facts: [
      ...tickets.confirmed.facts,
      {
        kind: 'review_passed',
        source: 'operators',
        method: 'two-operators',
        result: 'yes',
        at: decided.at,
      },
    ],
  };
  for (const [ticket, more, since] of [
    [tickets.confirmed, {}, confirmed],
    [passed, reviewed, confirmed + 10 * day],
  ] as const) {
    const { outcome } = await issue(ticket, holders, more);
    const [copy] =
      outcome?.result === 'issued' ? await Promise.all(outcome.credentials.map(open)) : [];
    expect(copy?.clear).toMatchObject({ iat: confirmed + 40 * day, exp: since + 365 * day });
    expect(copy?.disclosures.find(([, name]) => name === 'verified_at')?.[2]).toBe(since);
  }
  house.clock.at -= 40 * day * 1_000;
});

describe('one credential for each holder key', () => {
  test('is signed by the credential key, as the type that it is', () => {
    expect(copies).toHaveLength(3);
    for (const { protectedHeader } of copies)
      expect(protectedHeader).toEqual({
        alg: 'ES256',
        typ: credential.headerType,
        kid: house.config.registry.proofing.credentialKey.kid,
      });
  });

  test('is bound to exactly the public key that was sent, in its order, and to no private part', () => {
    expect(copies.map(({ clear }) => clear['cnf'])).toEqual(
      holders.map(({ kty, crv, x, y }) => ({ jwk: { kty, crv, x, y } })),
    );
    expect(holders[0]).toHaveProperty('d');
    for (const { text, clear } of copies) {
      expect(JSON.stringify(clear)).not.toContain('"d"');
      expect(text).not.toContain(String(holders[0]?.['d']));
    }
  });

  test('hides exactly the disclosable claims, each digest that of one disclosure (AGENCY-2)', () => {
    for (const { disclosures, digests, digested, keyBinding } of copies) {
      expect(disclosures.map(([, name]) => name).toSorted()).toEqual(
        [...credential.disclosable].toSorted(),
      );
      expect(digested.toSorted()).toEqual(digests.toSorted());
      expect(keyBinding).toBe('');
    }
  });

  test('says openly what is the same for many people, and nothing of this one', () => {
    const midnight = Date.parse('2026-03-10T00:00:00Z') / 1000;
    for (const { clear } of copies) {
      const { cnf: _cnf, status: _status, _sd, _sd_alg, ...open } = clear;
      expect(open).toEqual({
        iss: 'https://signet.example.test',
        iat: midnight,
        exp: midnight + 365 * 86_400,
        vct: credential.type,
        level: 'verified',
        pathway: 'document-and-phone',
      });
      expect(Object.keys({ ...open, cnf: 1, status: 1 }).toSorted()).toEqual(
        [...credential.open].toSorted(),
      );
      expect(_sd_alg).toBe('sha-256');
      expect(valuesIn(JSON.stringify(clear))).toEqual([]);
      expect(JSON.stringify(clear)).not.toContain(ids.accountId);
    }
  });

  test('discloses the values in the forms that agencies expect', () => {
    const { street, city, region, postalCode } = attributes.address;
    expect(
      Object.fromEntries(copies[0]?.disclosures.map(([, name, value]) => [name, value]) ?? []),
    ).toEqual({
      given_name: attributes.givenName,
      family_name: attributes.familyName,
      birthdate: attributes.birthDate,
      address: {
        formatted: `${street}\n${city}, ${region} ${postalCode}`,
        street_address: street,
        locality: city,
        region,
        postal_code: postalCode,
        country: 'US',
      },
      social_security_number: '900-45-6712',
      phone: '+12025550143',
      age_over_18: true,
      age_over_21: true,
      region_of_residence: region,
      verified_at: Date.parse('2026-03-10T00:00:00Z') / 1000,
      evidence: ['state_id', 'phone_account'],
      account: ids.accountId,
    });
  });

  test('has a place of its own in a status list, which the bff gave (AGENCY-20)', async () => {
    const idxOf = ({ clear }: Opened) => clear['status'];
    const uri = 'https://signet.example.test/credential-status/1';
    expect(copies.map(idxOf)).toEqual([0, 17, 34].map((idx) => ({ status_list: { idx, uri } })));
  });

  test.each([0, 2])(
    'is not signed when the bff gave %i places for three (AGENCY-21)',
    async (many) => {
      const place = {
        status_list: { idx: 1, uri: 'https://signet.example.test/credential-status/1' },
      };
      const statuses = Array.from({ length: many }, () => place);
      const { status, code } = await issue(tickets.confirmed, holders, { statuses });
      expect([status, code]).toEqual([401, 'statement_not_accepted']);
    },
  );

  test('shares no salt, digest or signature with another copy', () => {
    const of = (what: (one: Opened) => readonly unknown[]) => copies.flatMap(what);
    const salts = of(({ disclosures }) => disclosures.map(([salt]) => salt));
    expect(new Set(salts).size).toBe(3 * credential.disclosable.length);
    expect(salts.every((salt) => Buffer.from(String(salt), 'base64url').length === 16)).toBe(true);
    expect(new Set(of(({ digests }) => digests)).size).toBe(3 * credential.disclosable.length);
    expect(new Set(of(({ signature }) => [signature])).size).toBe(3);
  });

  test("a digest's place in the list does not tell which claim it is of", () => {
    const orders = copies.map(({ digests, digested }) =>
      digests.map((digest) => digested.indexOf(digest)).join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  test.each([
    ['2008-03-10', true, false],
    ['2005-03-11', true, false],
    ['2005-03-10', true, true],
    ['2004-02-29', true, true],
  ])('born %s: over 18 %s, over 21 %s', async (birthDate, over18, over21) => {
    const { outcome } = await issue({
      ...tickets.confirmed,
      attributes: { ...attributes, birthDate },
    });
    const [text = ''] = outcome?.result === 'issued' ? outcome.credentials : [];
    const said = Object.fromEntries(
      (await open(text)).disclosures.map(([, name, value]) => [name, value]),
    );
    expect([said['age_over_18'], said['age_over_21']]).toEqual([over18, over21]);
  });

  test('a second line of an address is kept, a longer postal code too', async () => {
    const address = { ...attributes.address, street2: 'REAR', postalCode: '00417-0001' };
    const { outcome } = await issue({
      ...tickets.confirmed,
      attributes: { ...attributes, address },
    });
    const [text = ''] = outcome?.result === 'issued' ? outcome.credentials : [];
    const [, , said] = (await open(text)).disclosures.find(([, name]) => name === 'address') ?? [];
    expect(said).toMatchObject({
      formatted: `${address.street}\nREAR\nEASTLUMEN, OH 00417-0001`,
      postal_code: '00417-0001',
    });
  });
});

describe('what the policy does not find enough gets nothing, and only the bff learns what was lacking (PROOF-5, PROOF-9)', () => {
  const without = (kind: string) => tickets.confirmed.facts.filter((one) => one.kind !== kind);
  const { ssn: _ssn, ...noSsn } = tickets.confirmed;
  // prettier-ignore
  const table: [string, Ticket, string[]][] = [
    ['no code',            { ...tickets.confirmed, facts: without('address_confirmed') }, ['address_confirmed']],
    ['only a document',    tickets.examined, ['evidence_validated', 'identity_validated', 'address_confirmed']],
    ['a death record',     { ...tickets.confirmed, facts: tickets.confirmed.facts.map((one) => one.kind === 'death_record' ? { ...one, result: 'yes' } : one) }, ['death_record']],
    ['facts but no SSN',   noSsn, []],
  ];
  test.each(table)('%s', async (_what, ticket, missing) => {
    const { outcome, facts, ticket: next } = await issue(ticket);
    expect(outcome).toEqual({ result: 'not_satisfied' });
    expect(facts?.decision).toMatchObject({ profile: 'as-published', missing });
    expect(next).toBeUndefined();
  });

  test('a letter in the place of a phone: a credential without one, for the address that was stated', async () => {
    const { phone: _phone, channel: _channel, ...checked } = tickets.confirmed;
    const letter = {
      kind: 'address_confirmed',
      source: 'proofing',
      method: 'letter-code-stated-address',
      result: 'yes',
      at: '2026-03-10T14:00:00.000Z',
    } as const;
    const { outcome, facts } = await issue({
      ...checked,
      statedAddress: { ...attributes.address, street: '5 NEWER STREET' },
      facts: [...checked.facts.filter(({ evidence }) => evidence !== 'phone_account'), letter],
    });
    expect(facts?.decision).toMatchObject({ level: 'verified', pathway: 'document-and-letter' });
    const [text = ''] = outcome?.result === 'issued' ? outcome.credentials : [];
    const disclosed = text
      .split('~')
      .slice(1, -1)
      .map(
        (one) => JSON.parse(Buffer.from(one, 'base64url').toString()) as [string, string, unknown],
      );
    const said = Object.fromEntries(disclosed.map(([, name, value]) => [name, value]));
    expect(said['address']).toMatchObject({ street_address: '5 NEWER STREET' });
    expect(said).not.toHaveProperty('phone');
  });

  test('facts of 61 days ago', async () => {
    house.clock.at += 61 * 86_400_000;
    const { outcome } = await issue(tickets.confirmed);
    house.clock.at -= 61 * 86_400_000;
    expect(outcome).toMatchObject({ result: 'not_satisfied' });
  });

  test.each([0, credential.copies + 1])('%i holder keys are refused', async (count) => {
    const { status } = await issue(
      tickets.confirmed,
      Array.from({ length: count }, () => holders[0] as HolderKey),
    );
    expect(status).toBe(400);
  });

  test('a whole batch fits into one reply', async () => {
    const { outcome } = await issue(
      tickets.confirmed,
      Array.from({ length: credential.copies }, () => holders[0] as HolderKey),
    );
    expect(outcome).toMatchObject({ result: 'issued', credentials: { length: credential.copies } });
  });
});

test('the length of a whole batch says nothing of how long name and street are (PROOF-1)', async () => {
  const whole = Array.from({ length: credential.copies }, () => holders[0] as HolderKey);
  const lengths = await Promise.all(
    ['AL', 'MAXIMILIANA ALEXANDRINA OCTAVIA'].map(async (word) => {
      const address = { ...attributes.address, street: word };
      const named = { ...attributes, givenName: word, familyName: word, address };
      const { relayed } = await issue({ ...tickets.confirmed, attributes: named }, whole);
      return relayed?.reply.length;
    }),
  );
  expect(lengths[0]).toBeGreaterThan(0);
  expect(lengths[1]).toBe(lengths[0]);
});

test('issuing again from the same ticket gives another copy: a tab that was closed loses nothing (PROOF-6)', async () => {
  const first = await issue(tickets.confirmed);
  const again = await house.take('issue', { holderKeys: holders }, { ticket: first.ticket });
  expect(again.outcome?.result).toBe('issued');
  expect(again.facts?.decision).toEqual({
    profile: 'as-published',
    level: 'verified',
    pathway: 'document-and-phone',
    missing: [],
  });
});
