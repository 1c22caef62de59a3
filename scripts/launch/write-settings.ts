import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { foldersOf, type Plan } from './plan.ts';

/**
 * Whom proofing and the bff deal with outside, and how. Each is led to credentials of its own as a customer, and never into the
 * folder where those outside keep their keys (ZONE-6).
 */
export async function writeSettings(plan: Plan): Promise<void> {
  await writeSources(plan);
  await writeLetters(plan);
  await writeCarrier(plan);
  await writePrintShop(plan);
}

/** Which sources proofing asks, and by which credentials: references to files, never the secrets themselves. */
async function writeSources(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const credentials = path.join(folders.proofingCustomerKeys, 'sources.json');
  const source = (at: string, timeoutMs: number, credential: string) => ({
    url: `${plan.standinsOrigin}${at}`,
    timeoutMs,
    credential: { file: credentials, name: credential },
  });
  const sources = {
    documentChecker: source('/document-checker/v1', 20_000, 'documentChecker'),
    dmv: source('/dmv/v1', 5_000, 'dmv'),
    records: source('/records/v1', 5_000, 'records'),
    socialSecurity: source('/social-security/v1', 5_000, 'socialSecurity'),
    addressRecord: source('/address-record/v1', 5_000, 'addressRecord'),
    phoneOwnership: source('/carrier/v1', 5_000, 'phoneOwnership'),
    messageDelivery: source('/carrier/v1', 5_000, 'messageDelivery'),
    risk: source('/risk/v1', 3_000, 'risk'),
  };
  const deployment = { stepBudgetMs: 25_000, sources };
  await writeFile(path.join(folders.sources, 'sources.json'), JSON.stringify(deployment, null, 2), {
    mode: 0o600,
  });
}

/** Where the bff hands text messages over, as a customer of its own: proofing's credentials stand in another file. */
async function writeCarrier(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const carrier = {
    url: plan.carrierUrl,
    timeoutMs: 5_000,
    credential: { file: path.join(folders.bffCustomerKeys, 'messages.json') },
  };
  await writeFile(path.join(folders.carrier, 'carrier.json'), JSON.stringify(carrier, null, 2), {
    mode: 0o600,
  });
}

/** Who prints letters, and how they get there; beside it what the print shop must know of its customer: with what letters are signed. */
async function writePrintShop(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const printShop = {
    handOver: 'rest',
    url: plan.printShopUrl,
    timeoutMs: 5_000,
    statusEveryMinutes: 60,
    credentialFile: path.join(folders.bffCustomerKeys, 'print-shop.json'),
    batchEveryMinutes: plan.collectEveryMinutes,
    batchMinute: 120,
  };
  await writeFile(
    path.join(folders.printShop, 'print-shop.json'),
    JSON.stringify(printShop, null, 2),
    { mode: 0o600 },
  );
  const published = await readFile(path.join(folders.proofingKeys, 'public.json'), 'utf8');
  const { factsKey } = JSON.parse(published) as { factsKey: object };
  await writeFile(path.join(folders.printShop, 'customer-key.json'), JSON.stringify(factsKey), {
    mode: 0o600,
  });
}

/** What stands on every letter: a mailer identifier is given by the post, and this one it gives to nobody. */
async function writeLetters(plan: Plan): Promise<void> {
  const letters = {
    mailerId: '000000',
    serviceType: '040',
    returnAddress: ['Signet (sample installation)', 'PO Box 555', 'Nowhere VA 00000'],
  };
  const file = path.join(foldersOf(plan.home).sources, 'letters.json');
  await writeFile(file, JSON.stringify(letters, null, 2), { mode: 0o600 });
}
