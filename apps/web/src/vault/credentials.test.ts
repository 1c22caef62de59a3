import { expect, test } from 'vitest';
import { copyFor, hasExpired, type HeldCredential } from './credentials.ts';

const copy = (credential: string, usedFor: string | null): HeldCredential => ({
  credential,
  holderKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' },
  usedFor,
});
const harbor = 'urn:test:harbor';

// prettier-ignore
test.each<[string, HeldCredential[], string | undefined]>([
  ['the one it has seen, before a fresh one', [copy('a', null), copy('b', harbor)],                    'b'],
  ['a fresh one, never one that another agency has seen', [copy('a', 'urn:test:lantern'), copy('b', null)], 'b'],
  ['none, when others have seen them all',    [copy('a', 'urn:test:one'), copy('b', 'urn:test:two')], undefined],
  ['none, when there is none',                [],                                                       undefined],
])('an agency is shown %s (AGENCY-20)', (_what, copies, chosen) => {
  expect(copyFor(copies, harbor)?.credential).toBe(chosen);
});

const withExpiry = (exp: unknown) => `e30.${btoa(JSON.stringify({ exp })).replaceAll('=', '')}.c~`;

test.each([
  ['whose last second has come', withExpiry(1_000), true],
  ['with a second left', withExpiry(1_001), false],
  ['without an end', withExpiry(undefined), false],
  ['that is not readable', 'none', false],
])('a credential %s (PROOF-12)', (_what, credential, expired) => {
  expect(hasExpired(credential, 1_000_000)).toBe(expired);
});
