import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JWK } from 'jose';
import { readKeys } from './key-files.ts';
import type { ProviderKey } from './signing-keys.ts';
import { watchSigningKeys } from './watch-signing-keys.ts';

export const bffKeyFile = 'bff-keys.json';
export const opaqueKeyFile = 'opaque-keys.json';

/** One secret of 32 bytes for each purpose; none serves two. */
export const secretNames = [
  'cookies', // signs the cookies of the OIDC engine
  'emailIndex', // finds an account by its address
  'contactSealing', // seals addresses and queued mail
  'authenticatorSealing', // seals authenticator secrets and challenges
  'backupCodes', // digests of backup codes
  'textCodes', // digests of codes on their way to a telephone
  'storageSealing', // seals what the OIDC engine stores without a bearer value
  'oidcOwners', // hides whose a row of the OIDC engine is
  'credentialOwners', // hides whose a place in a status list is
  'limitSubjects', // hides who a limit, or the turn of a letter, counts for
  'fakeAccounts', // makes stable answers for addresses without an account
  'pairwise', // makes subject identifiers per agency sector
  'agencySubjects', // finds an account by an agency's identifier for it
] as const;
export type SecretName = (typeof secretNames)[number];

export type BffKeyFile = {
  readonly relayKey: JWK;
  /** Signs the lists that say which credentials still stand. */
  readonly statusKey: JWK;
  readonly oidcKeys: readonly ProviderKey[];
  readonly secrets: Readonly<Record<SecretName, string>>;
};

export type OpaqueKeyFile = { readonly macKey: string; readonly akeKeys: string };

export type BffKeys = {
  readonly relayKey: JWK;
  readonly statusKey: JWK;
  /** As published now; of each algorithm the first signs. The list is another one once it changed. */
  readonly oidcKeys: readonly JWK[];
  secret(name: SecretName): Buffer;
  /** The public keys (Ed25519) of those who may review applications, by name; read each time, so that one can be added or taken off. */
  operators(): Readonly<Record<string, JWK>>;
};

export const operatorsFile = 'operators.json';

/** Nobody is one for a name that every object has. `open`: the list itself, where somebody has it open. */
export function readOperators(folder: string, open?: number): Readonly<Record<string, JWK>> {
  const file = path.join(folder, operatorsFile);
  const named = existsSync(file) ? (readKeys(file, open) as Record<string, JWK>) : {};
  return Object.assign(Object.create(null) as Record<string, JWK>, named);
}

export function readBffKeys(folder: string, now: () => number = Date.now): BffKeys {
  const read = () => readKeys(path.join(folder, bffKeyFile)) as BffKeyFile;
  const file = read();
  const secrets = new Map(
    secretNames.map((name) => [name, Buffer.from(file.secrets[name], 'base64url')]),
  );
  const published = watchSigningKeys(path.join(folder, bffKeyFile), () => read().oidcKeys, now);
  return {
    relayKey: file.relayKey,
    statusKey: file.statusKey,
    get oidcKeys() {
      return published();
    },
    secret: (name) => secrets.get(name) as Buffer,
    operators: () => readOperators(folder),
  };
}
