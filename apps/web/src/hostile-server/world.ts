import { client, ready, server } from '@serenity-kit/opaque';
import { base64url } from 'jose';
import { vi } from 'vitest';
import {
  openVault,
  parseRecoveryKey,
  sealRecord,
  type StoredVault,
  type VaultSecret,
} from '@signet/vault';
import { stretchingFloor } from '@signet/contracts/key-stretching';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { Agency } from '@signet/contracts/registry';
import { holderKey, issueCredential } from '../testing/credential.ts';
import {
  harbor,
  installation,
  origin,
  p256,
  registryKey,
  signRegistry,
} from '../testing/installation.ts';
import { accountId, applicationId, attributes, email, phone, ssn } from '../testing/person.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { workerInPage } from '../testing/worker-in-page.ts';
import { honestBff, loginResponse, sealedRequest, type Account, type Store } from './honest-bff.ts';
import type { Person } from './page.ts';
import { ticket } from './proofing.ts';

type Page = typeof import('./page.ts');
type Stretching = Parameters<typeof client.finishRegistration>[0]['keyStretching'];

const passwords = {
  first: 'the first of three invented ones',
  now: 'the second of three invented ones',
  next: 'the third of three invented ones',
};
const theirPasswords = { first: 'what a stranger once chose', now: 'what a stranger then chose' };
const slotId = 'slt_00000000000000000000000001';
const someoneElse = 'sub_00000000000000000000000002';

/** More than the floor, as a later release may ask for. */
export const raised = { memory: 73_728, iterations: 4, parallelism: 4 } as const;

export const lantern: Agency = {
  ...harbor,
  clientId: 'urn:test:lantern',
  sector: 'lantern',
  name: { en: 'Lantern Benefits Office' },
  redirectUris: ['https://lantern.example.test/callback'],
};
/** Its agreement is over. */
export const bygone: Agency = {
  ...harbor,
  clientId: 'urn:test:bygone',
  agreement: { from: '2026-01-01', until: '2026-01-02' },
};

/** A page that was just loaded: nothing of an earlier one is left in its modules. */
export async function freshPage(): Promise<Page> {
  vi.resetModules();
  await workerInPage();
  return import('./page.ts');
}

/** Everything that exists before an attack; all of it came about through the app's own front door and an honest bff. */
export async function foundWorld() {
  await ready;
  const root = await registryKey();
  const place = await installation();
  const opening = await p256('ECDH-ES');
  const cedar: Agency = {
    ...harbor,
    clientId: sealedRequest.clientId,
    sector: 'cedar',
    name: { en: 'Cedar Health Coverage' },
    redirectUris: [sealedRequest.redirectUri],
    delivery: 'sealed',
    encryptionKey: opening.jwk,
  };
  const registry = { ...place.registry, agencies: [harbor, lantern, bygone, cedar] };
  vi.stubGlobal('__REGISTRY_KEY__', root.publicKey);
  const jws = await signRegistry(root, registry);
  const serverSetup = server.createSetup();
  const keys = {
    encryption: place.encryption.privateKey,
    credential: place.credential.privateKey,
    /** Opens what is sealed for the agency with sealed delivery. */
    opening: opening.privateKey,
    /** What a vault remembers of the registry that it saw last. */
    seen: JSON.stringify({
      registry: { version: registry.version, digest: await digestOf(jws) },
      agencies: [],
    }),
  };
  const mine = await personOf(serverSetup, accountId, passwords, keys);
  const theirs = await personOf(serverSetup, someoneElse, theirPasswords, keys);
  const recoveryKey = parseRecoveryKey(mine.recoveryKey);
  if (!recoveryKey.ok) throw new Error('the vault shows no recovery key');
  const person: Omit<Person, 'inAnotherTab'> = {
    accountId,
    slotId,
    email,
    password: passwords.now,
    nextPassword: passwords.next,
    exportKey: mine.exportKey,
    recoveryKey: recoveryKey.value,
    passkey: {
      credentialId: base64url.encode(new Uint8Array(32).fill(5)),
      prf: new Uint8Array(32).fill(11),
    },
    draft: { applicationId, agreed: true, ticket, attributes, ssn, phone },
  };
  return {
    root,
    registry,
    jws,
    serverSetup,
    keys,
    person,
    account: mine.account,
    /** Every state that the person's vault was ever in, by version from 1. */
    earlier: mine.states,
    /** Another state under the newest version, as two tabs make it when both are told that they were first. */
    fork: mine.fork,
    stranger: theirs,
    /** Records of the same password, made elsewhere. */
    records: {
      raised: recordFor(serverSetup, origin, { 'argon2id-custom': raised }),
      weak: recordFor(serverSetup, origin, {
        'argon2id-custom': { memory: 8, iterations: 1, parallelism: 1 },
      }),
      lookAlike: recordFor(serverSetup, 'https://signet.example.test.evil.example', {
        'argon2id-custom': stretchingFloor,
      }),
    },
    /** What the bff answered when the person signed in another time. */
    earlierAnswer: loginResponse(
      { serverSetup, account: mine.account },
      client.startLogin({ password: passwords.now }).startLoginRequest,
    ).loginResponse,
  };
}

export type World = Awaited<ReturnType<typeof foundWorld>>;

/** The state in which every attack and every honest journey begins. */
export function startFrom(world: World): { readonly store: Store; readonly person: Person } {
  const store: Store = {
    serverSetup: world.serverSetup,
    account: world.account,
    signedIn: true,
  };
  const inAnotherTab = async () => {
    const vault = store.account.vault;
    store.account = {
      ...store.account,
      vault: await written(vault, world.person.exportKey, 'of another tab'),
    };
  };
  return { store, person: { ...world.person, inAnotherTab } };
}

/** Signs up, changes the password, and fills the vault: two credentials, then two states of the sharing history and more. */
async function personOf(
  serverSetup: string,
  owner: string,
  { first, now }: { readonly first: string; readonly now: string },
  keys: { credential: CryptoKey; seen: string },
) {
  const store: Store = {
    serverSetup,
    account: {
      accountId: owner,
      slotId,
      opaqueRecord: '',
      stretching: stretchingFloor,
      recoveryDigest: '',
      vault: undefined as unknown as StoredVault,
    },
    signedIn: false,
  };
  const states: StoredVault[] = [];
  const page = await freshPage();
  pretendBff(honestBff(store, undefined));
  const step = async (act: () => Promise<{ readonly ok: boolean }>) => {
    if (!(await act()).ok) throw new Error('the world could not be made');
    states.push(store.account.vault);
  };
  const write = (purpose: 'sharing-history' | 'agency-keys', text: string) => () =>
    page.writeRecord(purpose, new TextEncoder().encode(text));

  await step(() => page.registerPassword(first, { accountId: owner, passwordSlotId: slotId }));
  const recoveryKey = new TextDecoder().decode(await page.readRecord('recovery-key-to-show'));
  await step(async () =>
    page.writeCredentials(await Promise.all([copy(owner, keys), copy(owner, keys)])),
  );
  await step(write('sharing-history', '{"agreements":[],"shared":[]}'));
  await step(write('sharing-history', '{"agreements":[],"shared":[] }'));
  await step(async () => {
    const made = await page.changePassword(await secretOf(page, first), now);
    return made.ok ? made.value.commit() : made;
  });
  await step(write('agency-keys', keys.seen));
  const exportKey = await secretOf(page, now);
  page.lock();
  const fork = await written(states.at(-2), exportKey, 'elsewhere');
  return { account: store.account, exportKey, recoveryKey, states, fork };
}

async function digestOf(jws: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(jws));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

async function secretOf(page: Page, password: string): Promise<Uint8Array> {
  const proved = await page.provePassword('unlock', password);
  if (!proved.ok) throw new Error(proved.error.code);
  return proved.value.exportKey;
}

async function copy(account: string, { credential }: { credential: CryptoKey }) {
  const key = await holderKey();
  return {
    credential: await issueCredential(credential, key, { account }),
    holderKey: key,
    usedFor: null,
  };
}

/** A vault with one more write, by whoever has the secret. */
async function written(stored: StoredVault | undefined, exportKey: Uint8Array, text: string) {
  if (stored === undefined) throw new Error('there is no such state');
  const secret: VaultSecret = { kind: 'password', exportKey: exportKey.slice() };
  const opened = await openVault({ stored, accountId: stored.accountId, secret });
  if (!opened.ok) throw new Error(opened.error.type);
  const content = new TextEncoder().encode(text);
  const { record, manifest } = await sealRecord(opened.value, 'agency-keys', content);
  const others = stored.records.filter(({ purpose }) => purpose !== record.purpose);
  return { ...stored, manifest, records: [...others, record] };
}

/** An OPAQUE record of the person's password under other circumstances. */
function recordFor(serverSetup: string, issuer: string, keyStretching: Stretching): string {
  const password = passwords.now;
  const { registrationRequest, clientRegistrationState } = client.startRegistration({ password });
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup,
    userIdentifier: accountId,
    registrationRequest,
  });
  return client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState,
    identifiers: opaqueIdentifiers(issuer, accountId),
    ...(keyStretching === undefined ? {} : { keyStretching }),
  }).registrationRecord;
}

/** One OPRF seed (64 bytes) with another key exchange key, as `serverSetup` holds them one after the other. */
export function mixedSetup(seed: string, exchange: string): string {
  const bytes = [base64url.decode(seed).subarray(0, 64), base64url.decode(exchange).subarray(64)];
  return base64url.encode(new Uint8Array(bytes.flatMap((part) => [...part])));
}

export function withRecord(account: Account, opaqueRecord: string): Account {
  return { ...account, opaqueRecord };
}
