import { expect, test } from 'vitest';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import {
  addCopies,
  copyFor,
  credentialsIn,
  hasExpired,
  takeCopy,
  writeCredentials,
  type HeldCredential,
} from './credentials.ts';
import { holdVault, lock } from './this-tab.ts';

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

test('what the record cannot hold goes by how long ago an agency saw it: who shares with ever more agencies never gets stuck (AGENCY-20)', async () => {
  const vault = await newVault();
  pretendBff(vault.answers);
  holdVault(vault.open, vault.kept.stored);
  const long = (name: string) => copy(`${name}${'x'.repeat(3_000)}`, null);
  await writeCredentials([long('first')]);
  for (let agency = 0; agency < 60; agency += 1) {
    const known = await credentialsIn();
    const [of = long('none')] = known;
    if (known.filter(({ usedFor }) => usedFor === null).length < 2)
      expect(
        await addCopies(
          [0, 1, 2, 3].map((one) => long(`${agency}-${one}`)),
          of,
        ),
      ).toEqual({
        ok: true,
        value: true,
      });
    expect((await takeCopy(await credentialsIn(), `urn:test:${agency}`)).ok).toBe(true);
  }
  const seen = (await credentialsIn()).flatMap(({ usedFor }) => usedFor ?? []);
  expect(seen.at(-1)).toBe('urn:test:59');
  expect(seen).not.toContain('urn:test:0');
  expect(seen.length).toBeGreaterThan(10);
  lock();
});
