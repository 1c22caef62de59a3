import {
  openRecord,
  openVault,
  recoveryLoginProof,
  type OpenVault,
  type RecordPurpose,
  type RecoveryKey,
  type StoredVault,
} from '@signet/vault';
import type { Fetch } from '../browser.ts';
import { deviceCookie } from '../../http/session.ts';
import { codeAt, createCitizen, type TestCitizen } from '../citizen.ts';
import type { Installation } from '../installation/install.ts';

/** What a person knows of their own vault: everything that must be as they left it. */
export type Known = {
  readonly password: string;
  readonly recoveryKey: RecoveryKey;
  /** Content in base64url. */
  readonly records: ReadonlyMap<RecordPurpose, string>;
  /** By slot, what each passkey that opens the vault says; base64url. */
  readonly passkeys: ReadonlyMap<string, string>;
  /** The second steps, as `factorsOf` writes them. */
  readonly factors: string;
};

/** What is left to know of an account that its owner deleted. */
export const gone = 'gone';
export type Gone = typeof gone;

/** A person with an account, and what they would write down of it. */
export type Subscriber = {
  readonly email: string;
  /** Of the authenticator app; who was cut off while signing up has none. */
  totpSecret?: string;
  /** Of an app that was being set up in the place of that one, when the bff was killed perhaps. */
  newTotpSecret?: string;
  lastStep: number;
  /** What the browser is known by in which a link was opened that counts there only. */
  browser?: string | undefined;
  /** Undefined before there is an account. */
  known: Known | undefined;
};

export type SignedIn = {
  readonly citizen: TestCitizen;
  readonly stored: StoredVault;
  readonly open: OpenVault;
  readonly exportKey: Uint8Array;
  /** What was asked for beside the password. */
  readonly factors: string;
};

const stepMs = 30_000;

export function visitor(house: Installation, email: string, fetch?: Fetch): TestCitizen {
  return createCitizen(fetch === undefined ? house : { ...house, fetch }, email);
}

export async function createAccount(
  house: Installation,
  subscriber: Subscriber,
  password: string,
): Promise<void> {
  const citizen = visitor(house, subscriber.email);
  const { open, stored, recoveryKey } = await citizen.choosePassword(password);
  const records = await contents(open, stored);
  subscriber.known = { password, recoveryKey, records, passkeys: new Map(), factors: '' };
  delete subscriber.totpSecret;
  await addAuthenticatorApp(house, subscriber, citizen);
}

export async function addAuthenticatorApp(
  house: Installation,
  subscriber: Subscriber,
  citizen: TestCitizen,
): Promise<void> {
  if (subscriber.totpSecret === undefined) await useAnotherApp(house, subscriber, citizen);
  subscriber.known = { ...knownOf(subscriber), factors: await factorsOf(citizen) };
}

async function useAnotherApp(
  house: Installation,
  subscriber: Subscriber,
  citizen: TestCitizen,
): Promise<void> {
  subscriber.lastStep = stepAt(house);
  subscriber.totpSecret = await citizen.addTotp();
  delete subscriber.newTotpSecret;
}

/** An app takes the place of those that were lost; answers with the request that does it. */
export async function prepareNewApp(
  house: Installation,
  subscriber: Subscriber,
  citizen: TestCitizen,
) {
  const { status, value } = await citizen.ask('beginTotp', {});
  if (status !== 200) throw new Error(`the new app was answered with ${status}`);
  subscriber.newTotpSecret = value.secret;
  subscriber.lastStep = stepAt(house);
  const code = codeAt(value.secret, subscriber.lastStep * stepMs);
  return () => citizen.ask('finishTotp', { code });
}

/** Kinds, and of a telephone the ending of its number. */
export async function factorsOf(citizen: TestCitizen): Promise<string> {
  const { value } = await citizen.ask('readSecondFactors', {});
  return factorsIn(
    value.secondFactors.map(({ kind, phoneEnding }) =>
      phoneEnding === null ? kind : `${kind} ${phoneEnding}`,
    ),
  );
}

const factorsIn = (factors: readonly string[]) => factors.toSorted().join(', ');
const eachOf = (factors: string) => factors.split(', ').filter((one) => one !== '');

export function withFactor(factors: string, added: string): string {
  return factorsIn([...eachOf(factors), added]);
}

/** All of a kind, or as many as are named. */
export function withoutFactors(factors: string, kind: string, many = Infinity): string {
  let left = many;
  return factorsIn(eachOf(factors).filter((one) => !one.startsWith(kind) || (left -= 1) < 0));
}

/**
 * Password, second factor, vault. Undefined when the password is not the one. A password that is, and does not open the vault, is
 * what must never be.
 */
export async function signIn(
  house: Installation,
  subscriber: Subscriber,
  password: string,
  fetch?: Fetch,
): Promise<SignedIn | undefined> {
  const citizen = visitor(house, subscriber.email, fetch);
  if (subscriber.browser !== undefined)
    citizen.browser.keep(`${deviceCookie}=${subscriber.browser}; Path=/`);
  const { ke3, exportKey } = await citizen.provePassword(password);
  if (ke3?.status === 401) return undefined;
  if (ke3?.status !== 200 || exportKey === undefined)
    throw new Error(`sign-in was answered with ${ke3?.status ?? 'a refusal at once'}`);
  const asked = ke3.value.secondFactors.length > 0;
  if (asked) await giveCode(house, subscriber, citizen);
  const factors = asked ? await factorsOf(citizen) : '';
  // Who lost every second step gets the vault with another one only (AUTH-5).
  if (!asked) await useAnotherApp(house, subscriber, citizen);
  const stored = await readVault(citizen);
  const secret = { kind: 'password', exportKey } as const;
  const opened = await openVault({ stored, accountId: stored.accountId, secret });
  if (!opened.ok) throw new Error('the password signs in and does not open the vault');
  return { citizen, stored, open: opened.value, exportKey, factors };
}

/** Every sign-in needs a code of its own (AUTH-6); one of drift is allowed, so there are two for each start of the bff. */
export async function giveCode(
  house: Installation,
  subscriber: Subscriber,
  citizen: TestCitizen,
): Promise<void> {
  if (subscriber.newTotpSecret !== undefined) {
    // It is asked for, so it took the place of the other: of the lost one nobody may be asked in this browser.
    subscriber.totpSecret = subscriber.newTotpSecret;
    delete subscriber.newTotpSecret;
  }
  if (subscriber.totpSecret === undefined) return;
  const step = Math.max(subscriber.lastStep + 1, stepAt(house));
  subscriber.lastStep = step;
  const { status } = await citizen.ask('submitTotp', {
    code: codeAt(subscriber.totpSecret, step * stepMs),
  });
  if (status !== 200) throw new Error(`a good code was answered with ${status}`);
}

export async function proveRecoveryKey(citizen: TestCitizen, key: RecoveryKey): Promise<boolean> {
  const { value } = await citizen.ask('beginRecovery', { email: citizen.email });
  const proof = await recoveryLoginProof(value.accountId, key);
  const { status } = await citizen.ask('finishRecovery', {
    attemptId: value.attemptId,
    proof: Buffer.from(proof).toString('base64url'),
  });
  if (status !== 200 && status !== 401) throw new Error(`recovery was answered with ${status}`);
  return status === 200;
}

export async function readVault(citizen: TestCitizen): Promise<StoredVault> {
  const { status, value } = await citizen.ask('readVault', {});
  if (status !== 200) throw new Error(`the vault was answered with ${status}`);
  return value.vault as StoredVault;
}

/** Opens every record that is stored. */
export async function contents(open: OpenVault, stored: StoredVault): Promise<Known['records']> {
  const opened = new Map<RecordPurpose, string>();
  for (const record of stored.records)
    opened.set(record.purpose, Buffer.from(await openRecord(open, record)).toString('base64url'));
  return opened;
}

export function knownOf({ known }: Subscriber): Known {
  if (known === undefined) throw new Error('this person has no account yet');
  return known;
}

function stepAt(house: Installation): number {
  return Math.floor(house.bff.now() / stepMs);
}
