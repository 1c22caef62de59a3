import { base64url, compactDecrypt, decodeJwt } from 'jose';
import * as v from 'valibot';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { resumeReply } from '@signet/contracts/consent';
import { operationTable } from '@signet/contracts/operation-table';
import { releaseSecretDigest, releaseSecretParameter } from '@signet/contracts/release-secret';
import { valuesIn } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { answering, type Altered, type Answering, type Attack } from './attack.ts';
import { attacks } from './attacks.ts';
import { madeAnew } from './attacks/made-anew.ts';
import {
  backAtTheAgency,
  backAtTheSealed,
  honestBff,
  resumePath,
  sealedRequest,
} from './honest-bff.ts';
import type { JourneyName } from './page.ts';
import { relayTo } from './proofing.ts';
import { foundWorld, freshPage, raised, startFrom, withRecord, type World } from './world.ts';

type Told = {
  readonly honest: string;
  readonly said: string;
  readonly wellFormed: boolean;
  /** Requests up to and including the one that was answered so. */
  readonly after: number;
};

let world: World;

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
beforeAll(async () => {
  world = await foundWorld();
});

/** The app in a fresh page, going one journey with a bff that is honest but for one answer at most. */
async function go(journey: JourneyName, altered?: Altered) {
  const page = await freshPage();
  const { store, person } = startFrom(world);
  store.signedIn = ![
    'signing up',
    'signing in',
    'recovering',
    'signing in with a text message',
  ].includes(journey);
  const told: Told[] = [];
  const times = new Map<Answering, number>();

  const say = async (at: Answering, asked: unknown, honest: unknown): Promise<unknown> => {
    const nth = (times.get(at) ?? 0) + 1;
    times.set(at, nth);
    if (altered?.at !== at || altered.nth !== nth) return honest;
    const said = await altered.alter({ honest, asked, world, store } as never);
    told.push({
      honest: await textOf(honest),
      said: await textOf(said),
      wellFormed: isWellFormed(at, said),
      after: network.asked.length,
    });
    return said;
  };
  const answers = Object.fromEntries(
    Object.entries(honestBff(store, relayTo(world.keys))).map(([name, answer]) => [
      name,
      async (input: never, params: Readonly<Record<string, string>>) =>
        say(name as Answering, input, await answer(input, params)),
    ]),
  ) as Answers;
  const sayPage = async (at: Answering, honest: unknown) => {
    const said = await say(at, undefined, honest);
    if (said instanceof Response) return said;
    return typeof said === 'string' ? new Response(said) : Response.json(said);
  };
  const network = pretendBff(answers, {
    '/registry.jws': () => sayPage('/registry.jws', world.jws),
    [resumePath]: () => sayPage('resume', backAtTheAgency),
    [sealedRequest.resume]: () => sayPage('resume', backAtTheSealed),
  });
  let reached: unknown;
  const ending = await page.journeys[journey](person).then(
    ({ ok, ...rest }) => {
      const { error, value } = rest as {
        error?: { type: string; code?: string };
        value?: unknown;
      };
      reached = value;
      return ok ? 'done' : (error?.code ?? error?.type);
    },
    (cause: { code?: string; message: string }) => cause.code ?? cause.message,
  );
  const later = network.asked.slice(told[0]?.after).filter((one) => !isForTheRegistry(one));
  const { asked } = network;
  return { page, store, told, ending, reached, asked, later, bodies: network.bodies() };
}

async function textOf(said: unknown): Promise<string> {
  return said instanceof Response
    ? `${said.status} ${await said.clone().text()}`
    : JSON.stringify(said);
}

/** The one request that may follow: it carries nothing, not even a cookie. */
function isForTheRegistry({ path, init }: { path: string; init: RequestInit }): boolean {
  return path === '/registry.jws' && init.credentials === 'omit' && init.body === undefined;
}

/** Whether the answer gets past the schema, so that something else has to refuse it. */
function isWellFormed(at: Answering, said: unknown): boolean {
  if (said instanceof Response || at === '/registry.jws') return true;
  return v.is(at === 'resume' ? resumeReply : operationTable[at].reply, said);
}

/** What may never stand in a request, whoever answers. */
function secretsIn(bodies: string): string[] {
  const { password, nextPassword, recoveryKey, exportKey } = world.person;
  const secrets = [password, nextPassword, recoveryKey, base64url.encode(exportKey)];
  return [...secrets.filter((secret) => bodies.includes(secret)), ...valuesIn(bodies)];
}

const opens: readonly JourneyName[] = [
  'signing in',
  'unlocking',
  'opening the vault',
  'unlocking again in the same page',
  'opening with a passkey',
  'signing in with a text message',
];
const rows = attacks.flatMap((section) => section.rows);
const journeys = Object.entries(Object.groupBy(rows, ({ during }) => during)) as [
  JourneyName,
  Attack[],
][];

describe.each(journeys)('%s', (journey, tried) => {
  test('goes well with an honest bff, and gives away no secret (AUTH-1)', async () => {
    const { ending, page, bodies } = await go(journey);
    expect(ending).toBe('done');
    expect(secretsIn(bodies)).toEqual([]);
    if (opens.includes(journey)) expect(page.isUnlocked()).toBe(true);
  });

  test.each(tried)('$name: refused, and nothing is asked after it', async (attack) => {
    const { page, told, ending, later, bodies } = await go(journey, attack.answer);
    expect(told).toHaveLength(1);
    expect(told[0]?.said).not.toBe(told[0]?.honest);
    expect(told[0]?.wellFormed).toBe(attack.malformed !== true);
    expect(ending).toBe(attack.refusedAs);
    expect(later).toEqual([]);
    expect(secretsIn(bodies)).toEqual([]);
    if (opens.includes(journey)) expect(page.isUnlocked()).toBe(false);
  });
});

describe('what the attacks are made with is not what gets them refused', () => {
  test.each(madeAnew)('$name', async ({ during, answer }) => {
    const { told, ending } = await go(during, answer);
    expect([told.length, ending]).toEqual([1, 'done']);
  });
});

test('who has more stretching than the floor signs in with it (VAULT-5)', async () => {
  const page = await freshPage();
  const { store, person } = startFrom(world);
  store.account = { ...withRecord(store.account, world.records.raised), stretching: raised };
  pretendBff(honestBff(store, undefined));
  const proved = await page.provePassword('unlock', person.password);
  expect(proved).toMatchObject({ ok: true });
});

describe('what is not refused has no effect', () => {
  test('a claim outside of the agency’s agreement is not asked for, and not granted (AGENCY-8)', async () => {
    const greedy = answering('readInteraction', ({ honest }) => ({
      ...honest,
      requestedClaims: [...honest.requestedClaims, 'social_security_number'],
    }));
    const { ending, store, told } = await go('sharing', greedy);
    expect([told.length, ending, store.granted?.claims]).toEqual([1, 'done', ['given_name']]);
  });

  test('the nonce of a login that somebody else began is signed, and the secret without which it opens nothing there goes to the agency alone (AGENCY-54)', async () => {
    const theirs = 'n'.repeat(43);
    const brought = answering('readInteraction', ({ honest }) => ({
      ...honest,
      keyBinding: { ...honest.keyBinding, nonce: theirs },
    }));
    const { ending, store, told, reached, asked } = await go('sharing, sealed', brought);
    expect([told.length, ending]).toEqual([1, 'done']);
    const { plaintext } = await compactDecrypt(store.granted?.release ?? '', world.keys.opening);
    const bound = decodeJwt(new TextDecoder().decode(plaintext).split('~').at(-1) ?? '');
    const secret = (reached as URL).searchParams.get(releaseSecretParameter) ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
    expect(bound).toMatchObject({
      aud: sealedRequest.clientId,
      nonce: theirs,
      [releaseSecretDigest]: base64url.encode(new Uint8Array(digest)),
    });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(asked)).not.toContain(secret);
  });

  test('the name of another account at a recovery gets a proof that proves nothing (AUTH-10)', async () => {
    const other = answering('beginRecovery', ({ honest }) => ({
      ...honest,
      accountId: world.stranger.account.accountId,
    }));
    const { page, ending, later } = await go('recovering', other);
    expect([ending, page.isUnlocked()]).toEqual(['wrong_credentials', false]);
    expect(later.map(({ operation }) => operation)).toEqual(['finishRecovery']);
    const { proof } = JSON.parse(later[0]?.init.body as string) as { proof: string };
    const digest = await crypto.subtle.digest('SHA-256', base64url.decode(proof).slice());
    expect([world.account.recoveryDigest, world.stranger.account.recoveryDigest]).not.toContain(
      base64url.encode(new Uint8Array(digest)),
    );
  });

  test('the lie that another tab was first gets one more read and one more sealed write (VAULT-9)', async () => {
    const early = answering('writeRecord', () => refused('vault_moved_on'));
    const { ending, later, bodies } = await go('unlocking again in the same page', early);
    expect(ending).toBe('done');
    expect(later.map(({ operation }) => operation)).toEqual([
      'readVault',
      'writeRecord',
      'readVault',
    ]);
    expect(secretsIn(bodies)).toEqual([]);
  });
});
