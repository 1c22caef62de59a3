import { describe, expect, test } from 'vitest';
import {
  answerClaimsRequest,
  answeredNames,
  namesWithin,
  parseClaimsRequest,
  requestedNames,
  unconditionalNames,
  type AvailableClaims,
  type ClaimsSection,
} from './requested-claims.ts';
import type { ClaimName } from './claims.ts';
import { evidenceShown, verificationOf } from './verification.ts';

const verifiedAt = Date.UTC(2026, 10, 1) / 1_000;
const facts = {
  level: 'verified',
  pathway: 'document-and-phone',
  verified_at: verifiedAt,
  evidence: ['state_id', 'phone_account'],
};
const available: AvailableClaims = {
  claims: {
    given_name: 'Quillon',
    family_name: 'Ravensworth',
    address: { locality: 'Eastlumen', region: 'ZZ' },
    email: 'quillon@example.test',
    phone: '+12025550143',
    phone_verified: true,
    email_verified: true,
  },
  verified: ['given_name', 'family_name', 'address', 'phone', 'phone_verified'],
  verification: verificationOf(facts, ['verified_at', 'evidence']),
  now: verifiedAt + 1_000,
};
const framework = { trust_framework: 'nist_800_63A' };
const name = { given_name: 'Quillon' };

const verified = (verification: object, claims: object) => ({
  verified_claims: { verification, claims },
});
const answer = (section: object) => answerClaimsRequest(section as never, available);

describe('what is asked for by name is answered, and nothing else (AGENCY-30)', () => {
  // prettier-ignore
  test.each<[string, object, object]>([
    ['nothing',                             {}, {}],
    ['a claim',                             { given_name: null }, name],
    ['an essential one',                    { given_name: { essential: true } }, name],
    ['one with its very value',             { given_name: { value: 'Quillon' } }, name],
    ['one with another value',              { given_name: { value: 'Other' } }, {}],
    ['an essential one with another value', { given_name: { essential: true, value: 'Other' } }, {}],
    ['one of several values',               { given_name: { values: ['Other', 'Quillon'] } }, name],
    ['none of several values',              { given_name: { values: ['Other'] } }, {}],
    ['values that are no list',             { given_name: { values: 'Quillon' } }, {}],
    ['an object by its value',              { address: { value: { region: 'ZZ', locality: 'Eastlumen' } } }, { address: available.claims['address'] }],
    ['an object by a part of its value',    { address: { value: { region: 'ZZ' } } }, {}],
    ['one that there is not',               { birthdate: { essential: true } }, {}],
    ['one that nobody knows',               { shoe_size: null, given_name: null }, name],
    ['one in a form that asks nothing',     { given_name: true, family_name: 'Ravensworth' }, {}],
    ['a member of every object',            { constructor: null, __proto__: null, toString: null }, {}],
  ])('%s', (_what, section, expected) => {
    expect(answer(section)).toEqual(expected);
  });
});

describe('verified claims (Identity Assurance 1.0 §5, AGENCY-30)', () => {
  // prettier-ignore
  test.each<[string, object, object, object | undefined]>([
    ['claim and framework',                   { trust_framework: null }, { given_name: null },                         { verification: framework, claims: name }],
    ['the framework unasked',                 {}, { given_name: null },                                               { verification: framework, claims: name }],
    ['the framework by its value',            { trust_framework: { value: 'nist_800_63A' } }, { given_name: null },   { verification: framework, claims: name }],
    ['another framework',                     { trust_framework: { value: 'eidas' } }, { given_name: null },          undefined],
    ['one of two frameworks',                 { trust_framework: { values: ['eidas', 'nist_800_63A'] } }, { given_name: null }, { verification: framework, claims: name }],
    ['the level',                             { trust_framework: null, assurance_level: null }, { given_name: null }, { verification: { ...framework, assurance_level: 'verified' }, claims: name }],
    ['a level that was not reached',          { trust_framework: null, assurance_level: { value: 'ial2' } }, { given_name: null }, undefined],
    ['young enough',                          { trust_framework: null, time: { max_age: 1_000 } }, { given_name: null }, { verification: { ...framework, time: '2026-11-01T00:00:00Z' }, claims: name }],
    ['too old',                               { trust_framework: null, time: { max_age: 999 } }, { given_name: null }, undefined],
    ['an age that is no number',              { trust_framework: null, time: { max_age: '999999' } }, { given_name: null }, undefined],
    ['an element that there is not',          { trust_framework: null, txn: null }, { given_name: null },             { verification: framework, claims: name }],
    ['a requirement on what there is not',    { trust_framework: null, txn: { value: 'x' } }, { given_name: null },   undefined],
    ['a requirement deeper than there is',    { trust_framework: null, verifier: { organization: { value: 'x' } } }, { given_name: null }, undefined],
    ['an unknown claim beside a known one',   { trust_framework: null }, { given_name: null, shoe_size: { essential: true } }, { verification: framework, claims: name }],
    ['only an unknown claim',                 { trust_framework: null }, { shoe_size: null },                         undefined],
    ['only a claim that is not verified',     { trust_framework: null }, { email: null },                             undefined],
    ['a claim of another value',              { trust_framework: null }, { given_name: { value: 'Other' }, family_name: null }, { verification: framework, claims: { family_name: 'Ravensworth' } }],
    ['only a claim of another value',         { trust_framework: null }, { given_name: { value: 'Other' } },          undefined],
    ['no element, the whole as essential',    { essential: true, purpose: 'x' }, { given_name: null },                  { verification: framework, claims: name }],
    ['one element, the whole as essential',   { trust_framework: null, essential: true, assurance_level: null }, { given_name: null }, { verification: { ...framework, assurance_level: 'verified' }, claims: name }],
    ['a value of the whole',                  { value: available.verification }, { given_name: null },                   undefined],
    ['one kind of evidence',                  { trust_framework: null, evidence: [{ type: { value: 'document' }, document_details: { type: null } }] }, { given_name: null }, { verification: { ...framework, evidence: [{ type: 'document', document_details: { type: 'state_id' } }] }, claims: name }],
    ['two kinds of evidence',                 { trust_framework: null, evidence: [{ type: { value: 'document' } }, { type: { value: 'electronic_record' } }] }, { given_name: null }, { verification: { ...framework, evidence: [{ type: 'document' }, { type: 'electronic_record' }] }, claims: name }],
    ['evidence that was not used',            { trust_framework: null, evidence: [{ type: { value: 'vouch' } }] }, { given_name: null }, undefined],
    ['evidence checked in some way',          { trust_framework: null, evidence: [{ type: { value: 'document' }, check_details: [{ check_method: { value: 'vri' } }] }] }, { given_name: null }, { verification: { ...framework, evidence: [{ type: 'document', check_details: [{ check_method: 'vri' }] }] }, claims: name }],
    ['evidence checked in another way',       { trust_framework: null, evidence: [{ type: { value: 'document' }, check_details: [{ check_method: { value: 'vpip' } }] }] }, { given_name: null }, undefined],
  ])('%s', (_what, verification, claims, expected) => {
    expect(answer(verified(verification, claims))).toEqual(
      expected === undefined ? {} : { verified_claims: expected },
    );
  });

  test('several requests are answered each by itself, as a list', () => {
    const { verified_claims: first } = verified({ trust_framework: null }, { given_name: null });
    const { verified_claims: second } = verified(
      { trust_framework: { value: 'eidas' } },
      { family_name: null },
    );
    const { verified_claims: third } = verified(
      { trust_framework: null, time: null },
      { address: null },
    );
    expect(answer({ verified_claims: [first, second, third] })).toEqual({
      verified_claims: [
        { verification: framework, claims: name },
        {
          verification: { ...framework, time: '2026-11-01T00:00:00Z' },
          claims: { address: available.claims['address'] },
        },
      ],
    });
  });

  test('when and by what the person was verified stand there only where they were agreed to, and open nothing (AGENCY-30)', () => {
    const asked = (verification: object, agreed: readonly ClaimName[]) =>
      answerClaimsRequest(
        verified({ trust_framework: null, ...verification }, { given_name: null }),
        {
          ...available,
          verification: verificationOf(facts, agreed),
        },
      );
    const all = { time: null, evidence: null, assurance_level: null, assurance_process: null };
    const process = { policy: 'signet', procedure: 'document-and-phone' };
    const rest = { ...framework, assurance_level: 'verified', assurance_process: process };
    const evidence = ['state_id', 'phone_account'].map((kind) => evidenceShown[kind as 'state_id']);
    const time = '2026-11-01T00:00:00Z';
    const answered = (verification: object) => ({
      verified_claims: { verification, claims: name },
    });
    expect(asked(all, ['given_name'])).toEqual(answered(rest));
    expect(asked(all, ['verified_at'])).toEqual(answered({ ...rest, time }));
    expect(asked(all, ['evidence'])).toEqual(answered({ ...rest, evidence }));
    expect(asked({ time: { max_age: 100_000 } }, ['given_name'])).toEqual({});
    expect(asked({ evidence: [{ type: { value: 'document' } }] }, ['given_name'])).toEqual({});
  });

  test('without a verification there are none', () => {
    const { verification: _none, ...unverified } = available;
    const section = verified({ trust_framework: null }, { given_name: null });
    expect(answerClaimsRequest(section, unverified)).toEqual({});
  });
});

describe('a request is refused (§5.7.6, AGENCY-30)', () => {
  // prettier-ignore
  test.each<[string, string, string | undefined]>([
    ['that is no JSON',                     '{',                                                        'malformed'],
    ['that is a list',                      '[]',                                                       'malformed'],
    ['whose section is none',               '{"userinfo":[]}',                                          'malformed'],
    ['for verified claims without a verification', '{"userinfo":{"verified_claims":{"claims":{"given_name":null}}}}', 'malformed'],
    ['for verified claims, none of them',   JSON.stringify({ userinfo: verified({ trust_framework: null }, {}) }), 'empty_verified_claims'],
    ['for verified claims, a list of none', '{"userinfo":{"verified_claims":[]}}', 'empty_verified_claims'],
    ['for verified claims without saying which', '{"id_token":{"verified_claims":{"verification":{"trust_framework":null}}}}', 'empty_verified_claims'],
    ['for one of two without claims',       JSON.stringify({ userinfo: { verified_claims: [{ verification: {}, claims: { a: null } }, { verification: {}, claims: null }] } }), 'empty_verified_claims'],
    ['that is too long',                    JSON.stringify({ userinfo: { given_name: { value: 'x'.repeat(8_200) } } }), 'malformed'],
    ['that names more values than anybody has a use for', JSON.stringify({ userinfo: { region_of_residence: { values: Array.from({ length: 41 }, (_none, at) => at) } } }), 'malformed'],
    ['that names them one by one',          JSON.stringify({ userinfo: { verified_claims: Array.from({ length: 41 }, (_none, at) => verified({}, { birthdate: { value: at } }).verified_claims) } }), 'malformed'],
    ['but not one that names forty',        JSON.stringify({ userinfo: { given_name: { value: 'A' }, family_name: { values: Array.from({ length: 39 }, (_none, at) => at) } } }), undefined],
    ['that is too deep',                    `{"userinfo":{"a":${'{"a":'.repeat(12)}null${'}'.repeat(12)}}}`, 'malformed'],
    ['nor one for unknown claims',          JSON.stringify({ userinfo: verified({ trust_framework: null }, { shoe_size: null }) }), undefined],
    ['nor an empty one',                    '{"userinfo":{}}',                                          undefined],
  ])('%s', (_what, text, fault) => {
    const parsed = parseClaimsRequest(text);
    expect(parsed.ok ? undefined : parsed.error.type).toBe(fault);
  });
});

test('a claim has no age, whatever its verification has: a birth date is not asked for as “younger than” (AGENCY-30)', () => {
  const born = { birthdate: '1990-05-02' };
  const known = { ...available, claims: born, verified: ['birthdate'] };
  const framed = { trust_framework: null };
  for (const section of [{ birthdate: null }, verified(framed, { birthdate: null })])
    expect(answerClaimsRequest(section, known)).not.toEqual({});
  const young = { max_age: 10 ** 12 };
  for (const section of [{ birthdate: young }, verified(framed, { birthdate: young })])
    expect(answerClaimsRequest(section, known)).toEqual({});
});

test('every name that is asked for is known before consent, wherever it stands (AGENCY-30)', () => {
  const request = {
    userinfo: {
      email: null,
      phone: 'no',
      ...verified({ trust_framework: null }, { given_name: null, birthdate: { essential: true } }),
    },
    id_token: { acr: null, given_name: null },
  };
  expect(requestedNames(request).toSorted()).toEqual(['acr', 'birthdate', 'email', 'given_name']);
});

test('a verification that asks when or by what asks for a claim of its own (AGENCY-8, AGENCY-30)', () => {
  const names = (verification: object) =>
    requestedNames({ userinfo: verified(verification, { given_name: null }) });
  expect(names({ trust_framework: null, assurance_process: null })).toEqual(['given_name']);
  expect(names({ trust_framework: null, time: { max_age: 60 } })).toEqual([
    'given_name',
    'verified_at',
  ]);
  expect(names({ evidence: [{ type: null }], time: true })).toEqual(['given_name', 'evidence']);
});

describe('which names an answer holds (AGENCY-30)', () => {
  const { verified_claims: met } = verified({ trust_framework: null }, { given_name: null });
  const { verified_claims: unmet } = verified(
    { trust_framework: { value: 'eidas' } },
    { family_name: null },
  );
  const { verified_claims: dated } = verified({ time: null }, { given_name: null });

  // prettier-ignore
  test.each<[string, ClaimsSection, readonly string[], readonly string[], readonly string[]]>([
    ['what is asked for otherwise',              {},                                     ['address'],    ['address'],               []],
    ['what is asked for by name beside it',      { given_name: null },                   ['address'],    ['address', 'given_name'], []],
    ['not what has another value',               { given_name: { value: 'Somebody' } },  ['given_name'], [],                        []],
    ['when, beside what it opens',               { verified_claims: dated },             [],             [],                        ['given_name', 'verified_at']],
    ['that something was confirmed, beside it', { phone_verified: null },               ['phone'],      ['phone', 'phone_verified'], []],
    ['and not without it',                   { phone_verified: null, email_verified: null }, ['address'], ['address'],             []],
    ['nor beside one of another value',      { phone: { value: '+12025550199' }, phone_verified: null }, ['phone'], [],           []],
    ['what a verification opens, by itself',     { verified_claims: [met, unmet], given_name: { value: 'Somebody' } }, ['address'], ['address'], ['given_name']],
  ])('%s', (_what, section, otherwise, beside, inside) => {
    expect(answeredNames(section, otherwise, available)).toEqual({ beside, verified: inside });
  });

  // prettier-ignore
  test.each<[string, object, object, readonly ClaimName[], readonly string[]]>([
    ['the day, whatever it is',             { time: null },               { given_name: null },   ['given_name'],                ['given_name']],
    ['a day that must be shown',            { time: { max_age: 1 } },     { given_name: null },   ['given_name'],                []],
    ['one that is shown',                   { time: { max_age: 1 } },     { given_name: null },   ['given_name', 'verified_at'], ['given_name', 'verified_at']],
    ['evidence that must be shown',         { evidence: [{ type: { value: 'document' } }] }, { given_name: null }, ['given_name', 'verified_at'], []],
    ['the day of nothing',                  { time: null },               { given_name: null },   ['verified_at'],               []],
    ['what is not verified',                {},                           { email: null },        ['email'],                     []],
    ['half of a name',                      {},                           { name: null },         ['given_name'],                []],
    ['what asks for nothing',               {},                           { given_name: true },   ['given_name'],                []],
  ])('and which could be where only this was agreed to: %s', (_what, verification, claims, agreed, expected) => {
    expect(namesWithin(verified(verification, claims) as never, [], agreed)).toEqual(expected);
  });

  test('and which could be whatever was said, where it is asked for beside', () => {
    const section = { birthdate: { value: 'x' }, phone: null, verified_claims: dated };
    expect(namesWithin(section, ['address'], ['address', 'birthdate'])).toEqual([
      'address',
      'birthdate',
    ]);
  });

  test('and which must be there whatever they are', () => {
    const section = { a: null, b: { essential: true }, c: { values: ['1'] }, verified_claims: met };
    expect(unconditionalNames(section, ['c', 'd'])).toEqual(['d', 'a', 'b']);
    expect(unconditionalNames({ d: 5, e: [] }, ['d', 'e'])).toEqual([]);
    const named = { email: { value: 'other@example.test' }, email_verified: null };
    expect(unconditionalNames(named, ['email'])).toEqual([]);
    expect(unconditionalNames({ email_verified: null }, ['email'])).toEqual([
      'email',
      'email_verified',
    ]);
  });
});
