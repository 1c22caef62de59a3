import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { changePasswordSlot } from '@signet/vault';
import { problemStatus } from '@signet/contracts/problem';
import type { OperationName } from '@signet/contracts/operation-table';
import { accounts, sessions } from '../db/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { ceremonies } from '../testing/crash/ceremonies.ts';
import type { Scene } from '../testing/crash/scene.ts';
import { enterVault, value } from '../testing/crash/steps.ts';
import { createAccount, type Subscriber } from '../testing/crash/subscriber.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { everyRow } from '../testing/whole-database.ts';

// Who calls is known before a verb begins (held-open.test.ts). Some wait for something then, and ask once more where they write.

const day = 24 * 60 * 60_000;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let harbor: TestAgency;
let count = 0;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['email'] });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());
afterEach(() => vi.restoreAllMocks());

type Sent = Promise<{ readonly status: number; readonly code?: string | undefined }>;
/** Everything before the one request; answers with what sends that. */
type Prepare = () => Promise<() => Sent>;
type Row = {
  /** Where the check stands. */
  readonly file: string;
  readonly operation: OperationName;
  readonly prepare: Prepare;
  /** Where the request waits, for those that write nothing of their own. */
  readonly waits?: 'for the engine';
  /** What is used up by being looked at. */
  readonly spends?: string;
  /** Where something else that ended with the session is asked for before. */
  readonly says?: 'code_expired';
};

async function answered(
  sent: Promise<{ readonly status: number; readonly problem?: { readonly code?: string } }>,
) {
  const { status, problem } = await sent;
  return { status, code: problem?.code };
}
async function responded(sent: Promise<Response>) {
  const response = await sent;
  return { status: response.status, code: ((await response.json()) as { code?: string }).code };
}

/** Somebody new, as those who are cut off in the middle of a ceremony play them. */
function scene(): Scene {
  const subscriber: Subscriber = {
    email: `still-there-${(count += 1)}@example.test`,
    lastStep: 0,
    known: undefined,
  };
  // No ceremony that is used here stops the bff.
  const at = house as unknown as Scene['house'];
  return { house: at, fetch: globalThis.fetch, subscriber, password: another, pick: () => 7 };
}

async function somebody(): Promise<{ readonly me: TestCitizen; readonly secret: string }> {
  const me = createCitizen(house, `still-there-${(count += 1)}@example.test`);
  const { secret } = await me.signUp(password);
  await me.unlock(password);
  return { me, secret };
}

const asCeremony =
  (name: string): Prepare =>
  async () => {
    const ceremony = ceremonies.find((one) => one.name === name);
    const here = scene();
    if (ceremony?.account === 'old') await createAccount(here.house, here.subscriber, password);
    house.wait(60_000);
    const { commit } = (await (await ceremony?.enter(here))?.()) ?? {};
    if (commit === undefined) throw new Error(`there is no ceremony to ${name}`);
    return () => answered(commit());
  };

type Offered = { readonly options: { readonly challenge: string } };
const challengeIn = (offered: unknown) => (offered as Offered).options.challenge;

async function withPasskey() {
  const { me, secret } = await somebody();
  const passkey = createPasskey();
  const challenge = challengeIn((await me.ask('beginPasskey', {})).value);
  const response = passkey.register({ challenge, origin: house.issuer });
  const finish = () => me.ask('finishPasskey', { response });
  return { me, secret, passkey, finish };
}

async function keptChange(): Promise<() => Sent> {
  const here = scene();
  await createAccount(here.house, here.subscriber, password);
  house.wait(60_000);
  const { citizen, open, stored, exportKey } = await enterVault(here);
  const { registration, exportKey: next } = await citizen.registerAgain(open.accountId, another);
  const secret = { kind: 'password', exportKey } as const;
  const changed = await changePasswordSlot({ vault: open, stored, secret, newExportKey: next() });
  const change = { kind: 'slot', slot: value(changed) as never } as const;
  return () => answered(citizen.keepPending(open, { change, registration }));
}

async function replacement(): Promise<() => Sent> {
  const { me, secret } = await somebody();
  const one = createCitizen(house, me.email);
  await one.ask('beginReset', { email: me.email });
  house.wait(day);
  await one.ask('redeemReset', { token: await house.tokenTo(me.email, 'reset-ready') });
  await one.giveCode(secret);
  const { finish } = await one.prepareReplacement(another);
  return () => answered(one.ask('finishReplacement', finish));
}

async function unlock(): Promise<() => Sent> {
  const { finish } = await (await somebody()).me.beginToUnlock(password);
  return () => answered(finish());
}

async function atAgency(prompt: 'login' | 'consent') {
  const { me } = await somebody();
  const { accountId } = (await me.ask('readVault', {})).value.vault;
  const visit = await createVisit(house, accountId as never);
  const client = await createClient(house, harbor);
  const uid = await visit.arrive(client.authorizationUrl('openid email'));
  if (prompt === 'login')
    return () => responded(visit.browser.post(`/interaction/${uid}/api/login`));
  const consent = await visit.login(uid);
  const body = { claims: ['email'], ...(await visit.addresses(['email'])) };
  return () => responded(visit.browser.post(`/interaction/${consent}/api/consent`, body));
}

/** Every check, by each operation that runs into it. */
const rows: readonly Row[] = [
  {
    file: 'sign-up/register-password',
    operation: 'finishPassword',
    prepare: asCeremony('sign up'),
  },
  { file: 'vault/vault-verbs', operation: 'writeRecord', prepare: asCeremony('write a record') },
  { file: 'vault/vault-verbs', operation: 'removeRecord', prepare: asCeremony('remove a record') },
  { file: 'vault/pending-change', operation: 'keepPending', prepare: keptChange },
  {
    file: 'vault/commit-change',
    operation: 'commitSlot',
    prepare: asCeremony('change the password'),
  },
  {
    file: 'vault/commit-change',
    operation: 'commitVault',
    prepare: asCeremony('a new root key on demand'),
  },
  { file: 'waits/replace-vault', operation: 'finishReplacement', prepare: replacement },
  { file: 'sign-in/unlock', operation: 'finishUnlock', prepare: unlock, spends: 'login_attempts' },
  {
    file: 'sign-in/passkey-only',
    operation: 'finishPasskeyUnlock',
    prepare: async () => {
      const { me, passkey, finish } = await withPasskey();
      await finish();
      const challenge = challengeIn((await me.ask('beginPasskeyUnlock', {})).value);
      const response = passkey.use({ challenge, origin: house.issuer });
      return () => answered(me.ask('finishPasskeyUnlock', { response }));
    },
  },
  {
    file: 'sign-in/passkey',
    operation: 'finishPasskeySignIn',
    prepare: async () => {
      const { me, passkey, finish } = await withPasskey();
      await finish();
      const one = createCitizen(house, me.email);
      await one.provePassword(password);
      const challenge = challengeIn((await one.ask('beginPasskeySignIn', {})).value);
      const response = passkey.use({ challenge, origin: house.issuer });
      return () => answered(one.ask('finishPasskeySignIn', { response }));
    },
  },
  {
    file: 'sign-in/second-factors',
    operation: 'removeSecondFactor',
    prepare: async () => {
      const { me, finish } = await withPasskey();
      await finish();
      const { secondFactors } = (await me.ask('readSecondFactors', {})).value;
      const id = secondFactors[0]?.id as never;
      return () => answered(me.ask('removeSecondFactor', { id }));
    },
  },
  {
    file: 'sign-in/add-second-factor',
    operation: 'finishPasskey',
    prepare: async () => {
      const { finish } = await withPasskey();
      return () => answered(finish());
    },
  },
  {
    file: 'sign-in/add-second-factor',
    operation: 'finishTotp',
    prepare: async () => {
      const me = createCitizen(house, `still-there-${(count += 1)}@example.test`);
      await me.choosePassword(password);
      const { secret } = (await me.ask('beginTotp', {})).value;
      return () => answered(me.ask('finishTotp', { code: codeAt(secret, house.bff.now()) }));
    },
  },
  {
    file: 'sign-in/add-second-factor',
    operation: 'finishPhone',
    prepare: asCeremony('use text messages'),
    says: 'code_expired',
  },
  {
    file: 'sign-in/add-second-factor',
    operation: 'makeBackupCodes',
    prepare: async () => {
      const { me } = await somebody();
      return () => answered(me.ask('makeBackupCodes', {}));
    },
  },
  {
    file: 'consent/complete-login',
    operation: 'completeLogin',
    prepare: () => atAgency('login'),
    waits: 'for the engine',
  },
  {
    file: 'consent/grant-consent',
    operation: 'grantConsent',
    prepare: () => atAgency('consent'),
    // The engine's grant, which was kept before and is taken back.
    spends: 'oidc_rows',
  },
];

/** Once the verb has begun, and before it writes: `end` happens, and what there is then is what there must be afterwards. */
function whenItBegan({ waits }: Row, end: () => void): () => ReturnType<typeof everyRow> {
  const { db } = house.bff;
  let before: ReturnType<typeof everyRow> | undefined;
  const ended = () => {
    end();
    before = everyRow(db);
  };
  if (waits === 'for the engine') {
    const { engine } = house.provider;
    const read = engine.interactionDetails.bind(engine);
    vi.spyOn(engine, 'interactionDetails').mockImplementationOnce(async (...asked) => {
      const found = await read(...asked);
      ended();
      return found;
    });
  } else {
    const write = db.transaction.bind(db);
    vi.spyOn(db, 'transaction').mockImplementationOnce((...work) => {
      ended();
      return write(...work);
    });
  }
  return () => before ?? new Map();
}

const endings: Record<string, () => void> = {
  'its session ended': () => house.bff.db.delete(sessions).run(),
  'its account was deleted': () => house.bff.db.delete(accounts).run(),
};

describe('a request under way changes nothing once (AUTH-14, AUTH-22)', () => {
  const cases = Object.keys(endings).flatMap((ending) =>
    // Who signs up has no account yet.
    rows
      .filter(({ operation }) => operation !== 'finishPassword' || ending === 'its session ended')
      .map((row) => ({ ...row, ending })),
  );
  test.each(cases)('$ending: $operation', async ({ ending, ...row }) => {
    const send = await row.prepare();
    const before = whenItBegan(row, endings[ending] ?? (() => {}));
    const answer = await send();
    const after = everyRow(house.bff.db);
    const gone = [...before()].filter(([written]) => !after.has(written));
    expect(answer.status).toBe(problemStatus[row.says ?? 'signed_out']);
    if (ending === 'its session ended') expect(answer.code).toBe(row.says ?? 'signed_out');
    expect(before().size).toBeGreaterThan(0);
    expect([...after.keys()].filter((written) => !before().has(written))).toEqual([]);
    expect(gone.filter(([, { table }]) => table !== row.spends)).toEqual([]);
  });

  test.each(rows)('and changes something while it is there: $operation', async (row) => {
    const send = await row.prepare();
    const before = whenItBegan(row, () => {});
    expect((await send()).status).toBe(200);
    expect([...everyRow(house.bff.db).keys()]).not.toEqual([...before().keys()]);
  });
});

test('every place that asks once more is in the table', () => {
  const source = path.join(import.meta.dirname, '..');
  const asking = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /(?<!test)\.ts$/.test(file) &&
      file !== path.join('http', 'session.ts') &&
      readFileSync(path.join(source, file), 'utf8').includes('isStillThere('),
  );
  // What it waits for is proofing, whose answer may count all the same (proofing/session-ended.test.ts).
  const elsewhere = path.join('proofing', 'submit-step.ts');
  const named = new Set([...rows.map(({ file }) => `${file}.ts`), elsewhere]);
  expect(asking.toSorted()).toEqual([...named].toSorted());
});
