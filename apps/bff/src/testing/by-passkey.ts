import { expect } from 'vitest';
import type { TestCitizen } from './citizen.ts';
import type { House } from './house.ts';
import { createPasskey } from './passkey.ts';

type Offered = { readonly challenge: string };
type Origin = Pick<House, 'issuer'>;

/** A passkey as a second step, the first of all or a further one. */
export async function addPasskey({ issuer: origin }: Origin, one: TestCitizen) {
  const passkey = createPasskey();
  const { options } = (await one.ask('beginPasskey', {})).value;
  const response = passkey.register({ challenge: (options as Offered).challenge, origin });
  expect((await one.ask('finishPasskey', { response })).status).toBe(200);
  return Object.assign(passkey, { id: response.id });
}

/** The passkey after a first factor. */
export async function giveSecondStep(
  { issuer: origin }: Origin,
  one: TestCitizen,
  passkey: Pick<ReturnType<typeof createPasskey>, 'use'>,
): Promise<void> {
  const { options } = (await one.ask('beginPasskeySignIn', {})).value;
  const response = passkey.use({ challenge: (options as Offered).challenge, origin }) as never;
  expect((await one.ask('finishPasskeySignIn', { response })).status).toBe(200);
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
