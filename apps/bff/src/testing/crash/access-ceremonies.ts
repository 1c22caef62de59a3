import Database from 'better-sqlite3';
import { deviceCookie } from '../../http/session.ts';
import { tokenHash } from '../../keys/keyed-digest.ts';
import type { Scene } from './scene.ts';
import type { TestCitizen } from '../citizen.ts';
import { enterVault, toShow, without } from './steps.ts';
import { writeKeyDown } from '../write-key-down.ts';
import { addPasskey } from '../by-passkey.ts';
import {
  contents,
  factorsOf,
  giveCode,
  gone,
  knownOf,
  prepareNewApp,
  visitor,
  withFactor,
  withoutFactors,
} from './subscriber.ts';

const dayMs = 24.5 * 60 * 60_000;

/** Somebody asks, a day passes, and the link in the second letter is opened. */
async function linkAfterTheDay({ house, subscriber }: Scene, page: RegExp): Promise<string> {
  await house.killed();
  await house.start(dayMs);
  const link = await house.linkLike(subscriber.email, page);
  return new URL(link).hash.replace('#token=', '');
}

/** The token of a reset, a day after it was asked for. Who signs in with both factors first ends what an earlier round left open. */
async function tokenOfReset(scene: Scene, citizen: TestCitizen): Promise<string> {
  await enterVault(scene);
  await citizen.ask('beginReset', { email: citizen.email });
  return linkAfterTheDay(scene, /\/reset\/go#/);
}

async function redeem(citizen: TestCitizen, token: string): Promise<void> {
  const { status } = await citizen.ask('redeemReset', { token });
  if (status !== 200) throw new Error(`the link of the reset was answered with ${status}`);
}

/** Another password and an empty vault take the place of the old ones. */
async function replace({ password }: Scene, citizen: TestCitizen, factors: string) {
  const { open, stored, recoveryKey, finish } = await citizen.prepareReplacement(password);
  const records = await contents(open, stored);
  return {
    after: { password, recoveryKey, records, passkeys: new Map(), factors },
    commit: () => citizen.ask('finishReplacement', finish),
  };
}

/** Password and recovery key are lost. */
export async function reset(scene: Scene) {
  const { house, subscriber, fetch } = scene;
  const citizen = visitor(house, subscriber.email, fetch);
  const token = await tokenOfReset(scene, citizen);
  return async () => {
    await redeem(citizen, token);
    await giveCode(house, subscriber, citizen);
    // Passkeys were not used for it.
    return replace(scene, citizen, withoutFactors(knownOf(subscriber).factors, 'passkey'));
  };
}

/** Every second step is lost, too: the second day is over, and its link was confirmed in this browser. */
async function waitTwice(scene: Scene) {
  const { house, subscriber, fetch } = scene;
  const citizen = visitor(house, subscriber.email, fetch);
  const token = await tokenOfReset(scene, citizen);
  await redeem(citizen, token);
  await citizen.ask('beginNewSecondFactor', {});
  const confirmation = await linkAfterTheDay(scene, /\/new-second-step#/);
  const { status } = await citizen.ask('confirmNewSecondFactor', { token: confirmation });
  if (status !== 200) throw new Error(`the link of the second day was answered with ${status}`);
  return { citizen, token };
}

/** Everything is lost: mail alone makes another vault. The old second steps stay until there is another one. */
export async function resetWithoutSecondStep(scene: Scene) {
  const { citizen, token } = await waitTwice(scene);
  return async () => {
    await redeem(citizen, token);
    return replace(scene, citizen, knownOf(scene.subscriber).factors);
  };
}

/** Every second step is lost, and a day is over: what confirms the link, in the browser that counts from then on. */
async function afterTheDayOfWaiting(scene: Scene) {
  const { house, subscriber, fetch } = scene;
  const known = knownOf(subscriber);
  const citizen = visitor(house, subscriber.email, fetch);
  await citizen.provePassword(known.password);
  await citizen.ask('beginNewSecondFactor', {});
  const token = await linkAfterTheDay(scene, /\/new-second-step#/);
  const confirm = async () => {
    const answer = await citizen.ask('confirmNewSecondFactor', { token });
    subscriber.browser = citizen.browser.cookie(deviceCookie);
    return answer;
  };
  return { citizen, waiting: { ...known, factors: '' }, confirm };
}

/** From the moment that the link is confirmed, the right password leads to the choice of another one in that browser. */
export async function loseSecondSteps(scene: Scene) {
  const { waiting, confirm } = await afterTheDayOfWaiting(scene);
  return async () => ({ after: waiting, commit: confirm });
}

/** The other one takes the place of those that were lost, in one request. */
export async function replaceLostSecondSteps(scene: Scene) {
  const { house, subscriber } = scene;
  const { citizen, waiting, confirm } = await afterTheDayOfWaiting(scene);
  const { status } = await confirm();
  if (status !== 200) throw new Error(`the link of the day was answered with ${status}`);
  subscriber.known = waiting;
  return async () => {
    await citizen.provePassword(waiting.password);
    const commit = await prepareNewApp(house, subscriber, citizen);
    return { after: { ...waiting, factors: 'totp' }, commit };
  };
}

/** A telephone number becomes a second step, or takes the place of another one. */
export async function useTextMessages(scene: Scene) {
  const { house, subscriber, pick } = scene;
  const { citizen } = await enterVault(scene);
  const known = knownOf(subscriber);
  const before = Number(/sms (\d\d)/.exec(known.factors)?.[1] ?? -1);
  const drawn = pick(99);
  const ending = String(drawn === before ? 99 : drawn).padStart(2, '0');
  const number = `+120255501${ending}`;
  return async () => {
    const { status } = await citizen.ask('beginPhone', { number });
    if (status !== 200) throw new Error(`the number was answered with ${status}`);
    const code = house.textsTo(number).at(-1)?.slice(0, 6) ?? '';
    return {
      after: {
        ...known,
        factors: withFactor(withoutFactors(known.factors, 'sms'), `sms ${ending}`),
      },
      commit: () => citizen.ask('finishPhone', { code }),
    };
  };
}

/** Somebody who knows password and code adds a passkey, and the owner opens the link of that sign-in. */
export async function sayNotMe(scene: Scene) {
  const { house, subscriber, fetch } = scene;
  // Of a key that waits to be shown a thief may have read (AUTH-22), so the owner wrote theirs down.
  const owners = await enterVault(scene);
  const { records, ...rest } = knownOf(subscriber);
  if (records.has(toShow)) await writeKeyDown(owners.citizen, owners.open);
  const before = { ...rest, records: without(records, toShow) };
  subscriber.known = before;
  // What the owner added is older by more than a moment.
  await house.killed();
  await house.start();
  const { citizen } = await enterVault(scene);
  await addPasskey(house, citizen);
  subscriber.known = { ...before, factors: await factorsOf(citizen) };
  const token = await tokenOfLastSignIn(scene);
  const owner = visitor(house, subscriber.email, fetch);
  return async () => ({ after: before, commit: () => owner.ask('disavowSignIn', { token }) });
}

/** Letters of earlier sign-ins may come late: the database knows which link is about the last one. */
async function tokenOfLastSignIn({ house, subscriber }: Scene): Promise<string> {
  const file = new Database(house.databaseFile, { readonly: true });
  const newest = file.prepare('SELECT token_hash FROM disavowals ORDER BY since DESC').pluck();
  try {
    for (;;) {
      const link = await house.linkLike(subscriber.email, /\/not-me#/);
      const token = new URL(link).hash.replace('#token=', '');
      if (tokenHash(token) === newest.get()) return token;
    }
  } finally {
    file.close();
  }
}

/** Everything of a person is forgotten at once: nothing of it may stay, and nothing may go before. */
export async function deleteAccount(scene: Scene) {
  const { citizen } = await enterVault(scene);
  return async () => ({ after: gone, commit: () => citizen.ask('deleteAccount', {}) }) as const;
}
