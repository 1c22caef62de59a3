import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  customerFile,
  messagesFile,
  newCustomer,
  newSharedSecret,
  sourceFile,
} from './credentials.ts';
import { createPrinterKeys } from './print-shop/keys.ts';

/** Makes what the stand-ins share with proofing and with the bff, unless it is there. */
export async function createKeys(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (file: string) => path.join(folder, file);
  const write = (file: string, content: object) =>
    writeFileSync(at(file), JSON.stringify(content, null, 2), { mode: 0o600, flag: 'wx' });
  if (!existsSync(at(customerFile))) {
    const { customer, sources } = newCustomer();
    write(sourceFile, sources);
    write(customerFile, customer);
  }
  if (!existsSync(at(messagesFile))) write(messagesFile, newSharedSecret('signet-messages'));
  await createPrinterKeys(folder);
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('usage: create-keys.ts FOLDER');
    process.exit(1);
  }
  await createKeys(folder);
}
