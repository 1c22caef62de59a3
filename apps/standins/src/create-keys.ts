import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { credentialsFile, messagesFile, type Credentials } from './credentials.ts';

/** Makes the credentials that the stand-ins share with proofing and with the bff, unless they are there. */
export function createKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = () => randomBytes(32).toString('base64url');
  const { messages, ...credentials }: Credentials = {
    documentChecker: { apiKey: secret() },
    dmv: { keyId: 'signet-dmv', secret: secret() },
    records: { keyId: 'signet-records', secret: secret() },
    carrier: { keyId: 'signet-carrier', secret: secret() },
    messages: { keyId: 'signet-messages', secret: secret() },
  };
  keep(path.join(folder, credentialsFile), credentials);
  keep(path.join(folder, messagesFile), messages);
}

function keep(file: string, content: object): void {
  if (existsSync(file)) return;
  writeFileSync(file, JSON.stringify(content, null, 2), { mode: 0o600, flag: 'wx' });
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('usage: create-keys.ts FOLDER');
    process.exit(1);
  }
  createKeys(folder);
}
