import { client, ready, server } from '@serenity-kit/opaque';
import { beforeAll, expect, test } from 'vitest';
import { recordOfStranger } from './record-of-strangers.ts';

const keyStretching = {
  'argon2id-custom': { memory: 1_024, iterations: 1, parallelism: 1 },
} as const;
const password = 'a quiet harbor before seven';
let serverSetup: string;
let registered: string;
beforeAll(async () => {
  await ready;
  serverSetup = server.createSetup();
  const { registrationRequest, clientRegistrationState } = client.startRegistration({ password });
  const userIdentifier = 'somebody';
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup,
    userIdentifier,
    registrationRequest,
  });
  const begun = { password, registrationResponse, clientRegistrationState, keyStretching };
  registered = client.finishRegistration(begun).registrationRecord;
});

function login(registrationRecord: string) {
  const { startLoginRequest, clientLoginState } = client.startLogin({ password });
  const { loginResponse } = server.startLogin({
    serverSetup,
    userIdentifier: 'somebody',
    registrationRecord,
    startLoginRequest,
  });
  const done = client.finishLogin({ password, loginResponse, clientLoginState, keyStretching });
  return { loginResponse, isIn: done !== undefined };
}

test('a stranger’s record is read as a real one, is one for all, and lets nobody in (AUTH-2)', () => {
  const stranger = recordOfStranger();
  expect(recordOfStranger()).toBe(stranger);
  expect(stranger).toHaveLength(registered.length);
  // The library reads what it is given: another first half is no public key.
  const broken = Buffer.from(stranger, 'base64url').fill(0xff, 0, 32).toString('base64url');
  expect(() => login(broken)).toThrow();
  const [real, first, second] = [registered, stranger, stranger].map(login);
  expect([real, first, second].map((one) => one?.isIn)).toEqual([true, false, false]);
  expect(first?.loginResponse).toHaveLength(real?.loginResponse.length ?? 0);
  expect(first?.loginResponse).not.toBe(second?.loginResponse);
});
