import { client, ready } from '@serenity-kit/opaque';
import { Secret, TOTP } from 'otpauth';
import { createVault, type OpenVault, type StoredVault } from '@signet/vault';
import type { InputOf, ReplyOf } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { Problem } from '@signet/contracts/problem';
import { createBrowser } from './browser.ts';
import type { House } from './house.ts';

/** The server cannot tell how much the browser stretches; a test stretches little. */
const keyStretching = {
  'argon2id-custom': { memory: 1_024, iterations: 1, parallelism: 1 },
} as const;

type Table = typeof operationTable;

export type Answer<Name extends OperationName> = {
  readonly status: number;
  readonly value: ReplyOf<Table[Name]>;
  readonly problem: Problem;
  readonly response: Response;
};

/** A person at a browser, speaking the table of operations as our own pages do. */
export function createCitizen(house: House, email: string) {
  const browser = createBrowser(house.issuer);

  async function ask<Name extends OperationName>(
    name: Name,
    input: InputOf<Table[Name]>,
    params: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Name>> {
    const { method, path } = operationTable[name];
    const target = path.replaceAll(/:(\w+)/g, (_whole, key: string) => params[key] ?? '');
    const response =
      method === 'GET' ? await browser.send(target) : await browser.post(target, input);
    const content: unknown = await response.json();
    return {
      status: response.status,
      value: content as ReplyOf<Table[Name]>,
      problem: content as Problem,
      response,
    };
  }

  const citizen = {
    browser,
    email,
    ask,
    /** The token in the newest confirmation letter. */
    async link(): Promise<string> {
      await ask('beginSignUp', { email });
      const letter = (await house.lettersTo(email)).findLast(
        ({ kind }) => kind === 'confirm-address',
      );
      return new URL(letter?.link ?? '').hash.replace('#token=', '');
    },

    /** Confirms the address and chooses a password: an account without a second factor. */
    async choosePassword(password: string): Promise<{ open: OpenVault; stored: StoredVault }> {
      await ready;
      const { value: account } = await ask('confirmEmail', { token: await citizen.link() });
      const begun = client.startRegistration({ password });
      const { value } = await ask('beginPassword', {
        registrationRequest: begun.registrationRequest,
      });
      const done = client.finishRegistration({
        password,
        registrationResponse: value.registrationResponse,
        clientRegistrationState: begun.clientRegistrationState,
        identifiers: opaqueIdentifiers(house.issuer, account.accountId),
        keyStretching,
      });
      const { vault, stored } = await createVault({
        accountId: account.accountId,
        passwordSecret: Uint8Array.from(Buffer.from(done.exportKey, 'base64url')),
        slotId: account.passwordSlotId,
      });
      await ask('finishPassword', {
        registrationRecord: done.registrationRecord,
        vault: stored as never,
      });
      return { open: vault, stored };
    },

    async addTotp(): Promise<string> {
      const { value } = await ask('beginTotp', {});
      await ask('finishTotp', { code: codeAt(value.secret, house.bff.now()) });
      return value.secret;
    },

    async signUp(password: string) {
      const { open, stored } = await citizen.choosePassword(password);
      return { secret: await citizen.addTotp(), open, stored };
    },

    /** Both messages of OPAQUE; `ke2` is what the server answered the first with, `ke3` what it said to the second. */
    async provePassword(password: string) {
      await ready;
      const begun = client.startLogin({ password });
      const ke2 = await ask('beginSignIn', { email, startLoginRequest: begun.startLoginRequest });
      if (ke2.status !== 200) return { ke2, ke3: undefined };
      const done = client.finishLogin({
        password,
        loginResponse: ke2.value.loginResponse,
        clientLoginState: begun.clientLoginState,
        identifiers: opaqueIdentifiers(house.issuer, ke2.value.accountId),
        keyStretching,
      });
      const ke3 = await ask('finishSignIn', {
        attemptId: ke2.value.attemptId,
        // Whoever does not know the password cannot make KE3 and sends something of its form.
        finishLoginRequest: done?.finishLoginRequest ?? Buffer.alloc(64, 7).toString('base64url'),
      });
      return { ke2, ke3 };
    },

    /** The session cookie as the browser holds it now. */
    session: () => browser.cookie('__Host-signet'),
  };
  return citizen;
}

export type TestCitizen = ReturnType<typeof createCitizen>;

export function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}
