import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openVault, passkeySlotId, type VaultSecret } from '@signet/vault';
import type { OperationName } from '@signet/contracts/operation-table';
import { accountId, email } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { honestBff, type Store } from './honest-bff.ts';
import type { Person } from './page.ts';
import { foundWorld, freshPage, startFrom, type World } from './world.ts';

// No attack, but a network that fails where it hurts most: what was asked for is done, and nobody hears of it.

type Page = Awaited<ReturnType<typeof loaded>>;
type Outcome = { readonly ok: boolean; readonly error?: { readonly code: string } };
/** What the person presses, and may press again; and what opens the vault once it is changed. */
type Begun = { readonly press: () => Promise<Outcome>; readonly next: () => Promise<VaultSecret> };
type Began = { readonly ok: true; readonly value: Begun } | (Outcome & { readonly ok: false });
type Row = {
  readonly ceremony: string;
  readonly commit: 'commitSlot' | 'commitVault';
  readonly begin: (page: Page, person: Person) => Promise<Began>;
};
/** Once, on the way there, where it may arrive late, or on the way back, when it was done; everything after it may be lost, too. */
type Lost = {
  readonly operation: OperationName;
  readonly on: 'the way' | 'the way, until somebody looked' | 'the way back';
  readonly andAllAfter?: true;
};

let world: World;
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
beforeAll(async () => {
  world = await foundWorld();
});

async function loaded() {
  const page = await freshPage();
  return {
    ...page,
    ...(await import('../vault/change-secrets.ts')),
    ...(await import('../vault/this-tab.ts')),
    ...(await import('../reset/reset-with.ts')),
  };
}

/** A page with an open vault, and a network that loses what it is told to. */
async function scene(otherAnswers: Answers = {}) {
  const page = await loaded();
  const { store, person } = startFrom(world);
  const network: { loses: Lost | undefined; isDown: boolean } = { loses: undefined, isDown: false };
  let late: (() => unknown) | undefined;
  const honest = { ...honestBff(store, undefined), ...otherAnswers };
  const answers = Object.entries(honest).map(([name, answer]) => [
    name,
    async (input: never, params: Readonly<Record<string, string>>) => {
      const lost = network.loses?.operation === name ? network.loses : undefined;
      if (network.isDown || lost?.on === 'the way') network.loses = undefined;
      if (network.isDown || lost?.on === 'the way') throw new TypeError('lost');
      if (lost?.on === 'the way, until somebody looked') {
        network.loses = undefined;
        late = () => answer(input, params);
        throw new TypeError('lost');
      }
      const said = await answer(input, params);
      const arrives = name === 'readVault' ? late : undefined;
      if (arrives !== undefined) late = undefined;
      await arrives?.();
      if (lost === undefined) return said;
      network.loses = undefined;
      network.isDown = lost.andAllAfter === true;
      throw new TypeError('lost');
    },
  ]);
  pretendBff(Object.fromEntries(answers) as Answers);
  page.holdSecret(person.accountId, passwordOf(person));
  expect(await page.openWithSecret()).toMatchObject({ ok: true });
  return { page, store, person, network };
}

const passwordOf = ({ exportKey }: Person): VaultSecret => ({
  kind: 'password',
  exportKey: exportKey.slice(),
});

async function provedBy(page: Page, password: string): Promise<VaultSecret> {
  const proved = await page.provePassword('unlock', password);
  if (!proved.ok) throw new Error(proved.error.code);
  return { kind: 'password', exportKey: proved.value.exportKey };
}

async function opens(store: Store, secret: VaultSecret): Promise<boolean> {
  const { vault: stored, accountId } = store.account;
  return (await openVault({ stored, accountId, secret })).ok;
}

const turned: Row['begin'] = async (page, person) => {
  const made = await page.newRootKey(person.exportKey.slice());
  if (!made.ok) return made;
  const { recoveryKey: key, commit } = made.value;
  return { ok: true, value: { press: commit, next: async () => ({ kind: 'recovery-key', key }) } };
};

async function letIn(page: Page, person: Person): Promise<Outcome> {
  return page.letPasskeyOpen(passwordOf(person), person.passkey);
}

// prettier-ignore
const rows: readonly Row[] = [
  {
    ceremony: 'a new password', commit: 'commitSlot',
    begin: async (page, person) => {
      const made = await page.changePassword(person.exportKey.slice(), person.nextPassword);
      if (!made.ok) return made;
      return { ok: true, value: { press: made.value.commit, next: () => provedBy(page, person.nextPassword) } };
    },
  },
  {
    ceremony: 'a new recovery key', commit: 'commitSlot',
    begin: async (page, person) => {
      const made = await page.newRecoveryKey(passwordOf(person));
      if (!made.ok) return made;
      const { recoveryKey: key, commit } = made.value;
      return { ok: true, value: { press: commit, next: async () => ({ kind: 'recovery-key', key }) } };
    },
  },
  {
    ceremony: 'a passkey that is let open the vault', commit: 'commitSlot',
    begin: async (page, person) => {
      const { credentialId, prf } = person.passkey;
      const next = async (): Promise<VaultSecret> =>
        ({ kind: 'passkey', slotId: await passkeySlotId(credentialId), prf: prf.slice() });
      return { ok: true, value: { press: () => letIn(page, person), next } };
    },
  },
  { ceremony: 'new locks', commit: 'commitVault', begin: turned },
  {
    ceremony: 'a passkey that is shut out', commit: 'commitVault',
    begin: async (page, person) => {
      const first = await letIn(page, person);
      return first.ok ? turned(page, person) : { ...first, ok: false };
    },
  },
  {
    ceremony: 'a recovery', commit: 'commitVault',
    begin: async (page, person) => {
      const secret = { kind: 'recovery-key', key: person.recoveryKey } as const;
      const made = await page.recoverWith(secret, person.nextPassword);
      if (!made.ok) return made;
      return { ok: true, value: { press: made.value.commit, next: () => provedBy(page, person.nextPassword) } };
    },
  },
];

async function begun(row: Row) {
  const all = await scene();
  const made = await row.begin(all.page, all.person);
  if (!made.ok) throw new Error(made.error?.code);
  const { press, next } = made.value;
  /** The change is in place, and this tab goes on with it. */
  const holds = async () => {
    expect(await opens(all.store, await next())).toBe(true);
    const written = await all.page.writeRecord('agency-keys', new Uint8Array([1]));
    expect(written).toEqual({ ok: true, value: true });
  };
  return { ...all, press, holds };
}

const done = { ok: true, value: true };
const unheard = (code: string) => ({ ok: false, error: { type: 'problem', code } });

describe.each(rows)('$ceremony (VAULT-10)', (row) => {
  test('is done though nobody hears of it: what is stored says so', async () => {
    const { network, press, holds } = await begun(row);
    network.loses = { operation: row.commit, on: 'the way back' };
    expect(await press()).toEqual(done);
    await holds();
  });

  test('is not known to be done as long as nothing can be looked at, and is found done later', async () => {
    const { network, press, holds, page } = await begun(row);
    network.loses = { operation: row.commit, on: 'the way back', andAllAfter: true };
    expect(await press()).toEqual(unheard('outcome_unknown'));
    expect(page.isUnlocked()).toBe(true);
    network.isDown = false;
    expect(await press()).toEqual(done);
    await holds();
  });

  test('is not known to be done where it arrives only after that was looked for, and is found done later', async () => {
    const { network, press, holds, store } = await begun(row);
    const before = store.account.vault;
    network.loses = { operation: row.commit, on: 'the way, until somebody looked' };
    expect(await press()).toEqual(unheard('outcome_unknown'));
    expect(store.account.vault).not.toEqual(before);
    expect(await press()).toEqual(done);
    await holds();
  });

  test('is not known to be done when nobody was asked, as it may still be on its way, and is done when it is asked for again', async () => {
    const { network, press, holds, store } = await begun(row);
    const before = store.account.vault;
    network.loses = { operation: row.commit, on: 'the way' };
    expect(await press()).toEqual(unheard('outcome_unknown'));
    expect(store.account.vault).toEqual(before);
    expect(await press()).toEqual(done);
    await holds();
  });

  test('is begun anew when it was kept and nobody heard of it', async () => {
    const { page, person, store, network } = await scene();
    network.loses = { operation: 'keepPending', on: 'the way back' };
    const first = await row.begin(page, person);
    const said = first.ok ? await first.value.press() : first;
    expect(said).toEqual(unheard('no_answer'));
    const again = await row.begin(page, person);
    if (!again.ok) throw new Error(again.error?.code);
    expect(await again.value.press()).toEqual(done);
    expect(await opens(store, await again.value.next())).toBe(true);
  });
});

test.each(rows)(
  'what became of $ceremony stays unknown however often it is pressed, until it can be looked at or is answered (VAULT-10)',
  async (row) => {
    const { network, press, holds } = await begun(row);
    network.loses = { operation: row.commit, on: 'the way back', andAllAfter: true };
    for (const _nth of [1, 2, 3]) expect(await press()).toEqual(unheard('outcome_unknown'));
    network.isDown = false;
    expect(await press()).toEqual(done);
    await holds();
  },
);

test('nor does it say more that what is kept cannot be read back, where it is not in place yet (VAULT-10)', async () => {
  const [row] = rows;
  if (row === undefined) throw new Error('no ceremony');
  const { network, press, holds } = await begun(row);
  network.loses = { operation: row.commit, on: 'the way' };
  expect(await press()).toEqual(unheard('outcome_unknown'));
  network.loses = { operation: 'readPending', on: 'the way' };
  expect(await press()).toEqual(unheard('outcome_unknown'));
  expect(await press()).toEqual(done);
  await holds();
});

describe('a reset whose answer is lost (AUTH-21)', () => {
  const anyTime = '2031-03-09T09:50:00.000Z';
  const clock = { now: anyTime, idleEndsAt: anyTime, absoluteEndsAt: anyTime };

  test.each([
    ['is done where the new session came', { stage: 'enrolling' }, done],
    [
      'is not known to be done where the old one goes on, as it may still arrive',
      { stage: 'resetting' },
      unheard('outcome_unknown'),
    ],
    [
      'is not known to be done where nobody is here any more',
      undefined,
      unheard('outcome_unknown'),
    ],
    [
      'is not known to be done where somebody signs in meanwhile',
      { stage: 'first-factor', secondFactors: ['totp'], resetting: false },
      unheard('outcome_unknown'),
    ],
    [
      'is not known to be done where another account is in',
      { stage: 'enrolling', accountId: accountId.replace(/.$/, 'z') },
      unheard('outcome_unknown'),
    ],
  ])('%s', async (_what, stage, said) => {
    const whose = stage?.stage === 'first-factor' ? {} : { accountId, email };
    const session = stage === undefined ? { stage: 'none' } : { ...whose, ...clock, ...stage };
    const { page, person, network } = await scene({ readSession: () => session });
    network.loses = { operation: 'finishReplacement', on: 'the way back' };
    expect(await page.resetWith(person.nextPassword, accountId)).toEqual(said);
  });

  test.each([
    ['not even begun', 'beginReplacement', 'resetting', unheard('outcome_unknown')],
    ['refused to whom the new session was lost', 'refused', 'none', unheard('outcome_unknown')],
    ['refused to whom the old one goes on', 'refused', 'resetting', unheard('too_many_attempts')],
  ] as const)(
    'stays unknown where it is pressed again and is %s, and what was refused is said',
    async (_what, then, stage, said) => {
      let refuses = false;
      const { beginReplacement: honest } = honestBff(startFrom(world).store, undefined);
      const { page, person, network } = await scene({
        readSession: () => (stage === 'none' ? { stage } : { stage, accountId, email, ...clock }),
        beginReplacement: (input: never, params) =>
          refuses ? refused('too_many_attempts') : honest?.(input, params),
      });
      network.loses = { operation: 'finishReplacement', on: 'the way' };
      expect(await page.resetWith(person.nextPassword, accountId)).toEqual(
        unheard('outcome_unknown'),
      );
      if (then === 'refused') refuses = true;
      else network.loses = { operation: then, on: 'the way' };
      expect(await page.resetWith(person.nextPassword, accountId)).toEqual(said);
    },
  );
});
