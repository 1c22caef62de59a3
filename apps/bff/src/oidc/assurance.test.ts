import { describe, expect, test } from 'vitest';
import {
  assertedLevel,
  authenticationMethods,
  canBeAsserted,
  reachableLevels,
} from './assurance.ts';

// prettier-ignore
test.each([
  ['password and app',                    'pwd otp',      ['pwd', 'otp', 'mfa']],
  ['password and text message',           'pwd sms',      ['pwd', 'sms', 'mfa']],
  ['password and passkey',                'pwd hwk',      ['pwd', 'hwk', 'mfa']],
  ['a passkey alone',                     'hwk',          ['hwk', 'mfa']],
  ['a recovery key and a passkey',        'recovery hwk', ['hwk', 'mfa']],
  ['a recovery key and an app: both are held', 'recovery otp', ['otp']],
  ['a recovery key alone',                'recovery',     []],
])('what an agency is told of %s', (_what, methods, told) => {
  expect(authenticationMethods(methods)).toEqual(told);
});

const urn = (name: string) => `urn:acr.login.gov:${name}`;
const ns = (name: string) => `http://idmanagement.gov/ns/assurance/${name}`;
const duo = 'urn:gov:gsa:ac:classes:sp:PasswordProtectedTransport:duo';
const resistant = ns('aal/2?phishing_resistant=true');
const so = {
  profile: 'standard',
  acrValues: undefined as string | undefined,
  essential: false,
  releasesProofedClaims: false,
  accountIsVerified: true,
  methods: ['pwd', 'otp', 'mfa'],
} as const;

describe('the level that a client of Login.gov is told is one of the two that it is told there (AGENCY-31)', () => {
  // prettier-ignore
  test.each([
    [urn('auth-only'),                       urn('auth-only'), urn('auth-only')],
    [urn('verified'),                        urn('verified'),  urn('auth-only')],
    [urn('verified-facial-match-preferred'), urn('verified'),  urn('auth-only')],
    [ns('ial/1'),                            ns('ial/1'),      ns('ial/1')],
    [ns('ial/2'),                            ns('ial/2'),      ns('ial/1')],
    [ns('ial/2?bio=preferred'),              ns('ial/2'),      ns('ial/1')],
    [ns('ial/0'),                            ns('ial/2'),      ns('ial/1')],
    [ns('loa/1'),                            ns('ial/1'),      ns('ial/1')],
    [ns('loa/3'),                            ns('ial/2'),      ns('ial/1')],
    [ns('aal/2'),                            ns('ial/1'),      ns('ial/1')],
    [`${ns('ial/2')} ${urn('auth-only')}`,   urn('verified'),  urn('auth-only')],
  ])('%s: %s, or %s of somebody who was not verified', (acrValues, ofVerified, ofOthers) => {
    const asked = { ...so, profile: 'login.gov', acrValues } as const;
    expect(assertedLevel(asked)).toBe(ofVerified);
    expect(assertedLevel({ ...asked, accountIsVerified: false })).toBe(ofOthers);
  });
});

describe('the level that others are told is the one that they named, as far as it is so (AGENCY-44)', () => {
  // prettier-ignore
  test.each<[string | undefined, string, Partial<typeof so> | object]>([
    [undefined,                               urn('auth-only'), {}],
    [undefined,                               urn('verified'),  { releasesProofedClaims: true }],
    [ns('loa/3'),                             ns('loa/3'),      {}],
    [`${ns('loa/3')} ${ns('loa/1')}`,         ns('loa/1'),      { accountIsVerified: false }],
    [urn('auth-only'),                        urn('verified'),  { releasesProofedClaims: true }],
    [urn('auth-only'),                        urn('auth-only'), { releasesProofedClaims: true, essential: true }],
    [urn('verified-facial-match-preferred'),  urn('verified'),  {}],
    [ns('ial/2?bio=preferred'),               ns('ial/2'),      {}],
    [ns('aal/2'),                             ns('aal/2'),      {}],
    [ns('aal/2'),                             ns('aal/2'),      { releasesProofedClaims: true }],
    [duo,                                     duo,              { essential: true }],
    [`${resistant} ${ns('aal/2')}`,           ns('aal/2'),      {}],
    [`${resistant} ${ns('aal/2')}`,           resistant,        { methods: ['hwk', 'mfa'] }],
    [`${urn('verified')} ${ns('aal/2')}`,     urn('verified'),  {}],
    [`${ns('ial/0')} ${ns('aal/2')}`,         ns('ial/2'),      {}],
  ])('%s: %s', (acrValues, level, more) => {
    expect(assertedLevel({ ...so, ...more, acrValues })).toBe(level);
  });
});

test('of the levels that discovery names those are told that are levels, and no wishes (AGENCY-44)', () => {
  expect(reachableLevels.filter((name) => !canBeAsserted(name))).toEqual([
    urn('verified-facial-match-preferred'),
    ns('ial/2?bio=preferred'),
    ns('ial/0'),
  ]);
});
