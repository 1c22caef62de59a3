import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deploymentFileOf, foldersOf, type Plan } from './plan.ts';

/**
 * Whom proofing and the bff deal with outside, and how: one file, of which each reads its own section. Credentials are named in it, and
 * each looks for the name among its own as a customer, never in the folder where those outside keep their keys (ZONE-6).
 */
export async function writeSettings(plan: Plan): Promise<void> {
  const deployment = {
    proofing: { stepBudgetMs: 25_000, sources: sourcesOf(plan), letters },
    bff: { printShop: printShopOf(plan), carrier: carrierOf(plan) },
  };
  await write(deploymentFileOf(plan), deployment);
  await writeCustomerKey(plan);
}

/** Which sources proofing asks, and by which credentials. */
function sourcesOf(plan: Plan) {
  const source = (at: string, timeoutMs: number, credential: string) => ({
    url: `${plan.standinsOrigin}${at}`,
    timeoutMs,
    credential: { file: 'sources.json', name: credential },
  });
  return {
    documentChecker: source('/document-checker/v1', 20_000, 'documentChecker'),
    dmv: source('/dmv/v1', 5_000, 'dmv'),
    records: source('/records/v1', 5_000, 'records'),
    socialSecurity: source('/social-security/v1', 5_000, 'socialSecurity'),
    addressRecord: source('/address-record/v1', 5_000, 'addressRecord'),
    phoneOwnership: source('/carrier/v1', 5_000, 'phoneOwnership'),
    messageDelivery: source('/carrier/v1', 5_000, 'messageDelivery'),
    risk: source('/risk/v1', 3_000, 'risk'),
  };
}

/** What stands on every letter: a mailer identifier is given by the post, and this one it gives to nobody. */
const letters = {
  mailerId: '000000',
  serviceType: '040',
  returnAddress: ['Signet (sample installation)', 'PO Box 555', 'Nowhere VA 00000'],
};

/** Where the bff hands text messages over, as a customer of its own. */
const carrierOf = ({ carrierUrl }: Plan) => ({
  url: carrierUrl,
  timeoutMs: 5_000,
  credential: { file: 'messages.json' },
});

/** Who prints letters, and how they get there. */
const printShopOf = ({ printShopUrl, collectEveryMinutes }: Plan) => ({
  handOver: 'rest',
  url: printShopUrl,
  timeoutMs: 5_000,
  statusEveryMinutes: 60,
  credential: { file: 'print-shop.json' },
  batchEveryMinutes: collectEveryMinutes,
  batchMinute: 120,
});

/** What the print shop must know of its customer: with what letters are signed. */
async function writeCustomerKey(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const published = await readFile(path.join(folders.proofingKeys, 'public.json'), 'utf8');
  const { factsKey } = JSON.parse(published) as { factsKey: object };
  await write(path.join(folders.printShop, 'customer-key.json'), factsKey);
}

async function write(file: string, content: object): Promise<void> {
  await writeFile(file, JSON.stringify(content, null, 2), { mode: 0o600 });
}
