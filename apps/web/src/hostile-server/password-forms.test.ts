import { beforeAll, expect, test, vi } from 'vitest';
import { ready, server } from '@serenity-kit/opaque';
import { stretchingFloor } from '@signet/contracts/key-stretching';
import type { StoredVault } from '@signet/vault';
import { accountId } from '../testing/person.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { honestBff, type Store } from './honest-bff.ts';
import { freshPage } from './world.ts';

vi.setConfig({ testTimeout: 30_000 });

const longest = '\u{1F3D4}'.repeat(1_024);
let serverSetup: string;
let page: Awaited<ReturnType<typeof freshPage>>;

beforeAll(async () => {
  await ready;
  serverSetup = server.createSetup();
  page = await freshPage();
});

async function signUpWith(password: string): Promise<void> {
  const passwordSlotId = 'slt_00000000000000000000000001';
  const vault = undefined as unknown as StoredVault;
  const account = {
    accountId,
    slotId: passwordSlotId,
    opaqueRecord: '',
    recoveryDigest: '',
    vault,
  };
  const store: Store = {
    serverSetup,
    account: { ...account, stretching: stretchingFloor },
    signedIn: false,
  };
  pretendBff(honestBff(store, undefined));
  expect((await page.registerPassword(password, { accountId, passwordSlotId })).ok).toBe(true);
}
const opens = async (password: string) => (await page.provePassword('unlock', password)).ok;

test('a password opens however a keyboard composes its letters (B-6)', async () => {
  const [composed, decomposed] = ['ein Öl am Ångström-Kai', 'ein Öl am Ångström-Kai'].map(
    (text, at) => text.normalize(at === 0 ? 'NFC' : 'NFD'),
  ) as [string, string];
  expect(composed).not.toBe(decomposed);
  await signUpWith(decomposed);
  expect(await opens(composed)).toBe(true);
  expect(await opens(composed.replace('Ö', 'O'))).toBe(false);
});

test('all of 1,024 wide characters count, to the last (B-6)', async () => {
  await signUpWith(longest);
  expect(await opens(longest)).toBe(true);
  expect(await opens(`${longest.slice(0, -2)}\u{1F3D5}`)).toBe(false);
});
