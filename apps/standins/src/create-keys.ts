import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messagesFile, newCustomer, newSharedSecret, sourceFile } from './credentials.ts';
import { createPrinterKeys, credentialFile } from './print-shop/keys.ts';

type Folders = { readonly own: string; readonly proofing: string; readonly bff: string };

/** Where proofing's credentials stood when they shared a folder with the stand-ins' own keys. */
const customerFileBefore = 'customer-proofing.json';

/**
 * Makes the stand-ins' own keys, and for each customer a folder with its half of what they share; whatever is there is kept. A
 * customer is never led into the folder where the printer's private key lies.
 */
export async function createKeys({ own, proofing, bff }: Folders): Promise<void> {
  for (const folder of [own, proofing, bff]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (file: string) => path.join(own, file);
  const write = (file: string, content: object) =>
    writeFileSync(file, JSON.stringify(content, null, 2), { mode: 0o600 });
  const forProofing = path.join(proofing, 'sources.json');
  if (!existsSync(at(sourceFile))) {
    // The customer's half first: it is the sources' file that says both are there.
    const { customer, sources } = newCustomer();
    write(forProofing, customer);
    write(at(sourceFile), sources);
  }
  keepCopy(at(customerFileBefore), forProofing);
  if (!existsSync(at(messagesFile))) write(at(messagesFile), newSharedSecret('signet-messages'));
  await createPrinterKeys(own);
  for (const file of [messagesFile, credentialFile]) keepCopy(at(file), path.join(bff, file));
}

function keepCopy(from: string, to: string): void {
  if (existsSync(from) && !existsSync(to)) copyFileSync(from, to);
}

if (import.meta.main) {
  const [own, proofing, bff] = process.argv.slice(2);
  if (own === undefined || proofing === undefined || bff === undefined) {
    console.error('usage: create-keys.ts FOLDER PROOFING_CUSTOMER_FOLDER BFF_CUSTOMER_FOLDER');
    process.exit(1);
  }
  try {
    await createKeys({ own, proofing, bff });
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : 'unknown reason');
    process.exit(1);
  }
}
