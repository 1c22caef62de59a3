import { readFileSync } from 'node:fs';
import path from 'node:path';

export type SharedSecret = { readonly keyId: string; readonly secret: string };

/** What each stand-in and its customer share. `secret` and `apiKey` are 32 random bytes, base64url. */
export type Credentials = {
  readonly documentChecker: { readonly apiKey: string };
  readonly dmv: SharedSecret;
  readonly records: SharedSecret;
  readonly carrier: SharedSecret;
  /** Another customer of the carrier: who may have messages delivered, and ask nothing. */
  readonly messages: SharedSecret;
};

/** Each customer's secrets stand in a file of its own: proofing's sources in one, the bff's carrier in the other. */
export const credentialsFile = 'credentials.json';
export const messagesFile = 'messages.json';

export function readCredentials(folder: string): Credentials {
  const read = (file: string) =>
    JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as unknown;
  return {
    ...(read(credentialsFile) as Credentials),
    messages: read(messagesFile) as SharedSecret,
  };
}
