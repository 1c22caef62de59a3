import { setDeviceCookie } from '../../http/session.ts';
import { newToken } from '../../keys/new-id.ts';
import type { Scene } from './scene.ts';
import type { TestCitizen } from '../citizen.ts';
import { enterVault } from './steps.ts';
import { contents, giveCode, gone, knownOf, prepareNewApp, visitor } from './subscriber.ts';

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
async function replace({ password, subscriber }: Scene, citizen: TestCitizen) {
  const { open, stored, recoveryKey, finish } = await citizen.prepareReplacement(password);
  const { factors } = knownOf(subscriber);
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
    return replace(scene, citizen);
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
    return replace(scene, citizen);
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
  subscriber.browser = newToken();
  citizen.browser.keep(setDeviceCookie(subscriber.browser));
  const confirm = () => citizen.ask('confirmNewSecondFactor', { token });
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
      after: { ...known, factors: `totp, sms ${ending}` },
      commit: () => citizen.ask('finishPhone', { code }),
    };
  };
}

/** Everything of a person is forgotten at once: nothing of it may stay, and nothing may go before. */
export async function deleteAccount(scene: Scene) {
  const { citizen } = await enterVault(scene);
  return async () => ({ after: gone, commit: () => citizen.ask('deleteAccount', {}) }) as const;
}
