import type { TestCitizen } from './citizen.ts';
import type { House } from './house.ts';
import { createPasskey } from './passkey.ts';

type Offered = { readonly challenge: string };
type Origin = Pick<House, 'issuer'>;

/** A passkey, up to the request that makes it a second step. */
export async function makePasskey({ issuer: origin }: Origin, one: TestCitizen) {
  const passkey = createPasskey(new URL(origin).hostname);
  const { options } = (await one.ask('beginPasskey', {})).value;
  const response = passkey.register({ challenge: (options as Offered).challenge, origin });
  return {
    passkey: Object.assign(passkey, { id: response.id }),
    finish: () => one.ask('finishPasskey', { response }),
  };
}

/** A passkey as a second step, the first of all or a further one. */
export async function addPasskey(house: Origin, one: TestCitizen) {
  const { passkey, finish } = await makePasskey(house, one);
  const { status } = await finish();
  if (status !== 200) throw new Error(`a passkey was answered with ${status}`);
  return passkey;
}

/** The passkey after a first factor. */
export async function giveSecondStep(
  { issuer: origin }: Origin,
  one: TestCitizen,
  passkey: Pick<ReturnType<typeof createPasskey>, 'use'>,
): Promise<void> {
  const { options } = (await one.ask('beginPasskeySignIn', {})).value;
  const response = passkey.use({ challenge: (options as Offered).challenge, origin }) as never;
  const { status } = await one.ask('finishPasskeySignIn', { response });
  if (status !== 200) throw new Error(`the passkey was answered with ${status}`);
}

/** Signs in with a passkey and nothing else; answers with how that was answered. */
export async function signInAlone(
  { issuer: origin }: Origin,
  one: TestCitizen,
  passkey: Pick<ReturnType<typeof createPasskey>, 'use'>,
) {
  const { attemptId, options } = (await one.ask('beginPasskeyOnly', {})).value;
  const response = passkey.use({ challenge: (options as Offered).challenge, origin }) as never;
  return one.ask('finishPasskeyOnly', { attemptId, response });
}
