import { createHash } from 'node:crypto';
import { client, ready } from '@serenity-kit/opaque';
import { Secret, TOTP } from 'otpauth';
import {
  createVault,
  recoveryLoginProof,
  writeProof,
  type OpenVault,
  type RecoveryKey,
  type StoredVault,
} from '@signet/vault';
import type { InputOf, ReplyOf } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { stretchingOfNewPasswords } from '@signet/contracts/key-stretching';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { Problem } from '@signet/contracts/problem';
import { createBrowser, type Fetch } from './browser.ts';
import type { House } from './house.ts';

/** The server cannot tell how much the browser stretches; a test stretches little, whatever it says. */
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

/** What a person can know of the bff that they visit; whoever runs it may watch its wire. */
type Visited = Pick<House, 'issuer' | 'lettersTo'> & {
  readonly bff: Pick<House['bff'], 'now'>;
  readonly fetch?: Fetch;
};

type Account = {
  readonly open: OpenVault;
  readonly stored: StoredVault;
  readonly recoveryKey: RecoveryKey;
};

/** What the bff keeps of a recovery key: SHA-256 of its login proof. */
export async function recoveryDigest(accountId: string, key: RecoveryKey): Promise<string> {
  const proof = await recoveryLoginProof(accountId, key);
  return createHash('sha256').update(proof).digest('base64url');
}

/** A person at a browser, speaking the table of operations as our own pages do. */
export function createCitizen(house: Visited, email: string) {
  const browser = createBrowser(house.issuer, house.fetch);

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

    /** Confirms the address and chooses a password: an account without a second factor, once it was asked for. */
    async prepareAccount(
      password: string,
      token: string,
    ): Promise<Account & { readonly finish: InputOf<Table['finishPassword']> }> {
      await ready;
      const { value: account } = await ask('confirmEmail', { token });
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
      return newVault(account.accountId, account.passwordSlotId, done, value);
    },

    async choosePassword(password: string): Promise<Account> {
      const { finish, ...account } = await citizen.prepareAccount(password, await citizen.link());
      await ask('finishPassword', finish);
      return account;
    },

    async addTotp(): Promise<string> {
      const { value } = await ask('beginTotp', {});
      await ask('finishTotp', { code: codeAt(value.secret, house.bff.now()) });
      return value.secret;
    },

    /** The code that the app shows now, as the second step. */
    giveCode: (secret: string) => ask('submitTotp', { code: codeAt(secret, house.bff.now()) }),

    async signUp(password: string) {
      const account = await citizen.choosePassword(password);
      return { secret: await citizen.addTotp(), ...account };
    },

    /** The first message of the password, given again within the session; `finish` sends the second one at any time. */
    async beginToUnlock(password: string) {
      await ready;
      const begun = client.startLogin({ password });
      const { value } = await ask('beginUnlock', { startLoginRequest: begun.startLoginRequest });
      const done = client.finishLogin({
        password,
        loginResponse: value.loginResponse,
        clientLoginState: begun.clientLoginState,
        identifiers: opaqueIdentifiers(house.issuer, value.accountId),
        keyStretching,
      });
      const finish = () =>
        ask('finishUnlock', {
          attemptId: value.attemptId,
          finishLoginRequest: done?.finishLoginRequest ?? Buffer.alloc(64, 7).toString('base64url'),
        });
      return { finish, exportKey: done?.exportKey ?? '' };
    },

    /** Both messages; answers with what opens the vault. */
    async unlock(password: string): Promise<Uint8Array> {
      const { finish, exportKey } = await citizen.beginToUnlock(password);
      await finish();
      return secretOf(exportKey);
    },

    /** Registers a new password at the next epoch; it takes effect with the commit of a pending change. */
    async registerAgain(accountId: string, password: string) {
      const begun = client.startRegistration({ password });
      const { value } = await ask('beginNewPassword', {
        registrationRequest: begun.registrationRequest,
      });
      const done = client.finishRegistration({
        password,
        registrationResponse: value.registrationResponse,
        clientRegistrationState: begun.clientRegistrationState,
        identifiers: opaqueIdentifiers(house.issuer, accountId),
        keyStretching,
      });
      return {
        registration: registrationOf(done, value),
        exportKey: () => secretOf(done.exportKey),
      };
    },

    /** Another password and an empty vault, as who waited a day makes them; they take effect with `finishReplacement`. */
    async prepareReplacement(
      password: string,
    ): Promise<Account & { readonly finish: InputOf<Table['finishReplacement']> }> {
      await ready;
      const begun = client.startRegistration({ password });
      const { registrationRequest } = begun;
      const { value } = await ask('beginReplacement', { registrationRequest });
      const done = client.finishRegistration({
        password,
        registrationResponse: value.registrationResponse,
        clientRegistrationState: begun.clientRegistrationState,
        identifiers: opaqueIdentifiers(house.issuer, value.accountId),
        keyStretching,
      });
      return newVault(value.accountId, value.passwordSlotId, done, value);
    },

    /** The first message of OPAQUE, with what sends the second one at any time; `ke2` is what the server answered. */
    async beginToProve(password: string) {
      await ready;
      const begun = client.startLogin({ password });
      const ke2 = await ask('beginSignIn', { email, startLoginRequest: begun.startLoginRequest });
      if (ke2.status !== 200) return { ke2, finish: undefined };
      const done = client.finishLogin({
        password,
        loginResponse: ke2.value.loginResponse,
        clientLoginState: begun.clientLoginState,
        identifiers: opaqueIdentifiers(house.issuer, ke2.value.accountId),
        keyStretching,
      });
      const finish = async () => ({
        ke3: await ask('finishSignIn', {
          attemptId: ke2.value.attemptId,
          // Whoever does not know the password cannot make KE3 and sends something of its form.
          finishLoginRequest: done?.finishLoginRequest ?? Buffer.alloc(64, 7).toString('base64url'),
        }),
        exportKey: done === undefined ? undefined : secretOf(done.exportKey),
      });
      return { ke2, finish };
    },

    /** Both messages; `ke3` is what the server said to the second. */
    async provePassword(password: string) {
      const { ke2, finish } = await citizen.beginToProve(password);
      const finished = await finish?.();
      return { ke2, ke3: finished?.ke3, exportKey: finished?.exportKey };
    },

    /** First phase of a change of what opens the vault, as who holds its root key keeps it. */
    async keepPending(
      vault: OpenVault,
      pending: Omit<InputOf<Table['keepPending']>, 'writeProof'>,
    ): Promise<Answer<'keepPending'>> {
      return ask('keepPending', { ...pending, writeProof: (await writeProof(vault)).proof });
    },

    /** The proof of a recovery key, in the place of a forgotten password: how it was answered. */
    async proveRecoveryKey(accountId: string, key: RecoveryKey): Promise<number> {
      const { attemptId } = (await ask('beginRecovery', { email })).value;
      const proof = Buffer.from(await recoveryLoginProof(accountId, key)).toString('base64url');
      return (await ask('finishRecovery', { attemptId, proof })).status;
    },

    /** The session cookie as the browser holds it now. */
    session: () => browser.cookie('__Host-signet'),
  };
  return citizen;
}

async function newVault(
  accountId: string,
  slotId: string,
  done: { readonly exportKey: string; readonly registrationRecord: string },
  answer: { readonly begun: string },
) {
  const passwordSecret = secretOf(done.exportKey);
  const { vault, stored, recoveryKey } = await createVault({ accountId, passwordSecret, slotId });
  const finish = {
    registration: registrationOf(done, answer),
    vault: stored as never,
    recoveryProofDigest: await recoveryDigest(accountId, recoveryKey),
    writeProofDigest: (await writeProof(vault)).proofDigest,
  };
  return { open: vault, stored, recoveryKey, finish };
}

function registrationOf(
  { registrationRecord: record }: { readonly registrationRecord: string },
  { begun }: { readonly begun: string },
) {
  return { record, begun, stretching: stretchingOfNewPasswords };
}

function secretOf(exportKey: string): Uint8Array {
  return Uint8Array.from(Buffer.from(exportKey, 'base64url'));
}

export type TestCitizen = ReturnType<typeof createCitizen>;

export function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}
