import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { harbor } from '../testing/installation.ts';
import { pretendBff, refused } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { fingerprintsOf, keyChangeOf, rememberKeys, rememberRegistry } from './agency-keys.ts';
import { holdVault, lock } from './this-tab.ts';

const mark = (version: number, digest = `of ${version}`) => ({ version, digest });
let vault: Awaited<ReturnType<typeof newVault>>;
beforeEach(async () => {
  vault = await newVault();
  pretendBff(vault.answers);
  holdVault(vault.open, vault.kept.stored);
});
afterEach(async () => {
  lock();
  await rememberRegistry(mark(1));
});

describe('a vault remembers the newest registry (WEB-20)', () => {
  test('and refuses an older one, and another of the same version', async () => {
    expect(await rememberRegistry(mark(7))).toBe('remembered');
    expect(await rememberRegistry(mark(6))).toBe('older');
    expect(await rememberRegistry(mark(7, 'another'))).toBe('older');
    expect(await rememberRegistry(mark(7))).toBe('remembered');
    expect(await rememberRegistry(mark(8))).toBe('remembered');
    expect(await rememberRegistry(mark(7))).toBe('older');
  });

  test('where it is locked, there is nothing to compare with', async () => {
    lock();
    expect(await rememberRegistry(mark(7))).toBe('locked');
  });

  test('what cannot be remembered is not used', async () => {
    pretendBff({ ...vault.answers, writeRecord: () => refused('temporarily_unavailable') });
    await expect(rememberRegistry(mark(7))).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
  });
});

describe('a vault remembers the keys of an agency (AGENCY-40)', () => {
  const [key] = harbor.jwks?.keys ?? [];
  const another = { kty: 'EC' as const, kid: 'harbor-2', crv: 'P-256', x: 'b3RoZXI', y: 'a2V5' };
  const withKeys = (...keys: (typeof another)[]) => ({ ...harbor, jwks: { keys } });
  const first = key as typeof another;

  test('and says what changed since the last yes', async () => {
    expect(await keyChangeOf(harbor)).toBeUndefined();
    await rememberKeys(harbor);
    expect(await keyChangeOf(harbor)).toBeUndefined();
    const change = await keyChangeOf(withKeys(another));
    expect(change).toEqual({
      before: await fingerprintsOf(harbor),
      now: await fingerprintsOf(withKeys(another)),
    });
    expect(await keyChangeOf(withKeys(first, another))).toBeDefined();
  });

  test('a key that is gone is a change, and so is one to seal to that is new; another order is none', async () => {
    await rememberKeys(withKeys(first, another));
    expect(await keyChangeOf(withKeys(another, first))).toBeUndefined();
    const before = await fingerprintsOf(withKeys(first, another));
    const left = await fingerprintsOf(withKeys(first));
    expect(await keyChangeOf(withKeys(first))).toEqual({ before, now: left });
    const { jwks: _gone, ...keyless } = harbor;
    expect(await keyChangeOf(keyless)).toEqual({ before, now: [] });
    await rememberKeys(harbor);
    const encryptionKey = {
      kid: 'seal',
      kty: 'EC',
      crv: 'P-256',
      x: 'A'.repeat(43),
      y: 'B'.repeat(43),
    } as const;
    expect(await keyChangeOf({ ...harbor, encryptionKey })).toBeDefined();
  });

  test('of an agency that publishes its keys, too: another address is no other key', async () => {
    const { jwks: _written, ...published } = harbor;
    const at = (host: string, ...jwksThumbprints: string[]) => ({
      ...published,
      jwksUri: `https://${host}.example.test/keys`,
      jwksThumbprints,
    });
    const [one, two] = ['A'.repeat(43), 'B'.repeat(43)];
    await rememberKeys(at('harbor', one));
    expect(await keyChangeOf(at('elsewhere', one))).toBeUndefined();
    expect(await keyChangeOf(at('harbor', one, two))).toEqual({ before: [one], now: [one, two] });
    expect(await keyChangeOf({ ...harbor })).toBeDefined();
  });

  test('beside the registry’s version, which it does not forget', async () => {
    await rememberRegistry(mark(7));
    await rememberKeys(harbor);
    expect(await rememberRegistry(mark(6))).toBe('older');
  });
});
