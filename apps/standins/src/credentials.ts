import { readFileSync } from 'node:fs';
import path from 'node:path';

export type SharedSecret = { readonly keyId: string; readonly secret: string };

/** What each stand-in and its customer share. `secret` and `apiKey` are 32 random bytes, base64url. */
export type Credentials = {
  readonly documentChecker: { readonly apiKey: string };
  readonly dmv: SharedSecret;
  readonly records: SharedSecret;
  readonly carrier: SharedSecret;
};

export const credentialsFile = 'credentials.json';

export function readCredentials(folder: string): Credentials {
  return JSON.parse(readFileSync(path.join(folder, credentialsFile), 'utf8')) as Credentials;
}
