import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { harbor } from '../testing/installation.ts';
import { pretendBff, refused } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';

const mark = (version: number, digest = `of ${version}`) => ({ version, digest });
let vault: Awaited<ReturnType<typeof newVault>>;
let page: typeof import('./agency-keys.ts') & typeof import('./vault-session.ts');

/** A page that was just loaded: what it knows, it knows from the vault. */
async function freshPage() {
  vi.resetModules();
  page = { ...(await import('./agency-keys.ts')), ...(await import('./vault-session.ts')) };
  page.holdVault(vault.open, vault.kept.stored);
}

beforeEach(async () => {
  vault = await newVault();
  pretendBff(vault.answers);
  await freshPage();
});
afterEach(() => page.lock());

describe('a vault remembers the newest registry (WEB-20)', () => {
  test('and refuses an older one, and another of the same version', async () => {
    expect(await page.rememberRegistry(mark(7))).toBe('remembered');
    expect(await page.rememberRegistry(mark(6))).toBe('older');
    expect(await page.rememberRegistry(mark(7, 'another'))).toBe('older');
    expect(await page.rememberRegistry(mark(7))).toBe('remembered');
    expect(await page.rememberRegistry(mark(8))).toBe('remembered');
    expect(await page.rememberRegistry(mark(7))).toBe('older');
  });

  test('where it is locked, there is nothing to compare with', async () => {
    page.lock();
    expect(await page.rememberRegistry(mark(7))).toBe('locked');
  });

  test('what cannot be remembered is not used', async () => {
    pretendBff({ ...vault.answers, writeRecord: () => refused('temporarily_unavailable') });
    await expect(page.rememberRegistry(mark(7))).rejects.toMatchObject({
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
    expect(await page.keyChangeOf(harbor)).toBeUndefined();
    await page.rememberKeys(harbor);
    expect(await page.keyChangeOf(harbor)).toBeUndefined();
    const change = await page.keyChangeOf(withKeys(another));
    expect(change).toEqual({
      before: await page.fingerprintsOf(harbor),
      now: await page.fingerprintsOf(withKeys(another)),
    });
    expect(await page.keyChangeOf(withKeys(first, another))).toBeDefined();
  });

  test('a key that is gone alarms nobody, one to seal to that is new does', async () => {
    await page.rememberKeys(withKeys(first, another));
    expect(await page.keyChangeOf(withKeys(first))).toBeUndefined();
    const encryptionKey = {
      kid: 'seal',
      kty: 'EC',
      crv: 'P-256',
      x: 'A'.repeat(43),
      y: 'B'.repeat(43),
    } as const;
    expect(await page.keyChangeOf({ ...harbor, encryptionKey })).toBeDefined();
  });

  test('beside the registry’s version, which it does not forget', async () => {
    await page.rememberRegistry(mark(7));
    await page.rememberKeys(harbor);
    expect(await page.rememberRegistry(mark(6))).toBe('older');
  });
});
