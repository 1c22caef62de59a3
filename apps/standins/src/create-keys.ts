import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { credentialsFile, type Credentials } from './credentials.ts';

/** Makes the credentials that the stand-ins share with proofing, unless they are there. */
export function createKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, credentialsFile);
  if (existsSync(file)) return;
  const secret = () => randomBytes(32).toString('base64url');
  const credentials: Credentials = {
    documentChecker: { apiKey: secret() },
    dmv: { keyId: 'signet-dmv', secret: secret() },
    records: { keyId: 'signet-records', secret: secret() },
    carrier: { keyId: 'signet-carrier', secret: secret() },
  };
  writeFileSync(file, JSON.stringify(credentials, null, 2), { mode: 0o600, flag: 'wx' });
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('usage: create-keys.ts FOLDER');
    process.exit(1);
  }
  createKeys(folder);
}
