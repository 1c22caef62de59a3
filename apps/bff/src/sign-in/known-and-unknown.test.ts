import { appendFileSync, mkdirSync } from 'node:fs';
import { client, ready } from '@serenity-kit/opaque';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { limitTable } from '../limits/limits.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { mannWhitney } from '../testing/mann-whitney.ts';
import { openTimedClient, type TimedAnswer, type TimedClient } from '../testing/timed-client.ts';

const hour = 60 * 60_000;
/** `npm run test:timing` asks 1,000 times in each arm; a short slice of it finds what is larger, and that the rest still runs. */
const perArm = Number(process.env['SIGNET_PER_ARM'] ?? 100);
/** How much more than half the larger arm may win: 0.05 with 1,000 of each, and as many standard deviations with fewer. */
const tolerated = 0.05 * Math.sqrt(1_000 / perArm);
/** What is planted to be found, in milliseconds: fewer answers, on a machine that has other work, show only what is plain. */
const planted = perArm < 1_000 ? 20 : 0.5;
const addresses = 25;
/** Pairs asked before all windows are let pass: so no limit is reached, of a source neither, and none is weakened. */
const perWindow = limitTable['reset-source'].most / 2;
const patience = { timeout: 240_000 };

const known = Array.from({ length: addresses }, (_, at) => `known-${at + 10}@example.test`);
const unknown = known.map((email) => email.replace('known', 'ghost'));
const knownIds = new Set<string>();
let house: House;
let network: TimedClient;
let startLoginRequest: string;

beforeAll(async () => {
  house = await openHouse();
  for (const email of known) {
    const { stored } = await createCitizen(house, email).choosePassword('a quiet harbor');
    knownIds.add(stored.accountId);
  }
  await ready;
  ({ startLoginRequest } = client.startLogin({ password: 'a guess that is wrong' }));
  network = openTimedClient(house.issuer);
}, 60_000);
afterAll(async () => {
  network.close();
  await house.close();
});

type Journey = (email: string) => Promise<Readonly<Record<string, TimedAnswer>>>;

const signIn: Journey = async (email) => {
  const ke2 = await network.ask('beginSignIn', { email, startLoginRequest });
  const { attemptId } = ke2.content as { attemptId: never };
  const finishLoginRequest = Buffer.alloc(64, 7).toString('base64url');
  const ke3 = await network.ask('finishSignIn', { attemptId, finishLoginRequest });
  return { beginSignIn: ke2, finishSignIn: ke3 };
};

const recovery: Journey = async (email) => {
  const begun = await network.ask('beginRecovery', { email });
  const { attemptId } = begun.content as { attemptId: never };
  const proof = Buffer.alloc(32, 7).toString('base64url');
  const finished = await network.ask('finishRecovery', { attemptId, proof });
  return { beginRecovery: begun, finishRecovery: finished };
};

const signUp: Journey = async (email) => ({
  beginSignUp: await network.ask('beginSignUp', { email }),
});

const reset: Journey = async (email) => ({
  beginReset: await network.ask('beginReset', { email }),
});

/** What an operation answered: for addresses with an account, and for those without. */
type Arms = readonly [TimedAnswer[], TimedAnswer[]];

/** Asks in pairs, either first by the toss of a coin, so that what slows the machine slows both arms. */
async function measure(journey: Journey, pairs: number): Promise<Map<string, Arms>> {
  const measured = new Map<string, Arms>();
  for (let at = 0; at < pairs; at += 1) {
    if (at % perWindow === 0) house.wait(24 * hour + 1);
    const first = Math.random() < 0.5 ? 0 : 1;
    for (const arm of [first, 1 - first] as const) {
      const email = (arm === 0 ? known : unknown)[at % addresses] ?? '';
      for (const [operation, answer] of Object.entries(await journey(email))) {
        const arms: Arms = measured.get(operation) ?? [[], []];
        arms[arm]?.push(answer);
        measured.set(operation, arms);
      }
    }
  }
  return measured;
}

/**
 * The operations whose time tells the arms apart: with 1,000 of each, to guess the arm from one answer would be right more often
 * than 55 times in a hundred. By chance that is a 10⁻⁴, so whoever is suspected is measured once more, and has to fail again
 * in the same direction.
 */
async function apartInTime(journey: Journey): Promise<string[]> {
  const suspects = suspectsOf(await measure(journey, perArm));
  if (suspects.length === 0) return [];
  const again = suspectsOf(await measure(journey, perArm));
  return suspects.filter((suspect) => again.includes(suspect));
}

/** The figures of docs/security/timing.md; a short slice has none worth keeping. */
function record(line: string): void {
  if (perArm < 1_000) return;
  mkdirSync('test-results', { recursive: true });
  appendFileSync('test-results/timing.txt', `${new Date().toISOString()} ${line}\n`);
}

function suspectsOf(measured: ReadonlyMap<string, Arms>): string[] {
  return [...measured].flatMap(([operation, arms]) => {
    const [withAccount, without] = arms.map((arm) => arm.map(({ ms }) => ms));
    const share = mannWhitney(withAccount ?? [], without ?? []);
    record(`${operation} ${share.toFixed(3)} of ${withAccount?.length ?? 0}`);
    if (Math.abs(share - 0.5) <= tolerated) return [];
    return [`${operation} takes longer ${share > 0.5 ? 'without' : 'with'} an account`];
  });
}

describe('addresses with and without an account are answered alike (AUTH-2)', () => {
  const journeys = [
    ['signing in with a wrong password', signIn, [200, 401]],
    ['recovering with a wrong key', recovery, [200, 401]],
    ['signing up', signUp, [200]],
    ['asking for a reset', reset, [200]],
  ] as const;

  test.each(journeys)('%s: in status, headers and length', async (_name, journey, statuses) => {
    const measured = [...(await measure(journey, perWindow)).values()];
    const shapes = measured.map((arms) => new Set(arms.flat().map(({ shape }) => shape)));
    expect(shapes.map(({ size }) => size)).toEqual(statuses.map(() => 1));
    expect(measured.map(([[answer]]) => answer?.status)).toEqual(statuses);
  });

  test.each(journeys)(`%s: in time, ${perArm} of each`, patience, async (_name, journey) => {
    expect(await apartInTime(journey)).toEqual([]);
  });
});

describe('the measurement can fail', () => {
  // A busy machine hides small times from this test as it does from a stranger; it gets three chances to see it.
  test(`${planted} ms more without an account are seen`, { ...patience, retry: 2 }, async () => {
    const setupFor = house.bff.opaque.setupFor.bind(house.bff.opaque);
    const slower = vi.spyOn(house.bff.opaque, 'setupFor').mockImplementation((accountId, epoch) => {
      const until = performance.now() + (knownIds.has(accountId) ? 0 : planted);
      while (performance.now() < until);
      return setupFor(accountId, epoch);
    });
    onTestFinished(() => {
      slower.mockRestore();
    });
    const suspects = suspectsOf(await measure(signIn, perArm / 2));
    expect(suspects).toContain('beginSignIn takes longer without an account');
  });

  test('the rank sum is what counting every pair gives, equal values as halves', () => {
    const first = [3, 1, 4, 1, 5, 9, 2, 6];
    const second = [5, 3, 5, 8, 9, 7, 9];
    const above = second.flatMap((y) => first.map((x) => (y > x ? 1 : y === x ? 0.5 : 0)));
    const counted = above.reduce<number>((sum, one) => sum + one, 0) / above.length;
    expect(mannWhitney(first, second)).toBeCloseTo(counted, 12);
    expect(mannWhitney(first, first)).toBe(0.5);
    expect(mannWhitney([1, 2, 3], [4, 5, 6])).toBe(1);
  });
});
