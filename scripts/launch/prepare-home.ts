import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createRegistryKey } from '../registry/create-registry-key.ts';
import { signRegistry, type RegistrySources } from '../registry/sign-registry.ts';
import { buildWeb } from './build-web.ts';
import { foldersOf, publishedAgencyOrigin, type Plan } from './plan.ts';
import { LaunchProblem } from './problem.ts';

const runFile = promisify(execFile);

/**
 * Makes whatever is missing of an installation and keeps whatever is there: folders (0700), every zone's keys (0600),
 * the signed registry, the built pages and the personas' photographs.
 */
export async function prepareHome(plan: Plan, say: (sentence: string) => void): Promise<void> {
  const folders = foldersOf(plan.home);
  await makeFolders(plan.home, Object.values(folders));

  say('Keys: each process makes and keeps its own.');
  await requireKeysOf(plan);
  await createKeys(plan);
  await writeSources(plan);
  await writeLetters(plan);
  await writeCarrier(plan);
  await writePrintShop(plan);

  const key = await createRegistryKey(folders.registryKeys);
  await noteKeys(plan);
  await writeFile(path.join(folders.registry, 'registry-key.json'), JSON.stringify(key.publicKey), {
    mode: 0o600,
  });
  const sources: RegistrySources = {
    issuer: plan.issuer,
    agencies: path.join(plan.root, 'registry', 'agencies'),
    deployment: path.join(plan.root, 'registry', 'deployment.json'),
    proofingPublic: path.join(folders.proofingKeys, 'public.json'),
    bffPublic: path.join(folders.bffKeys, 'public.json'),
    printerPublic: path.join(folders.standinsKeys, 'printer-public.json'),
    agencyPublic: path.join(folders.agencyKeys, 'public.json'),
    replace: [[publishedAgencyOrigin, plan.agencyOrigin]],
  };
  await writeFile(
    path.join(folders.registry, 'sources.json'),
    JSON.stringify(sources, undefined, 2),
    { mode: 0o600 },
  );
  const registry = await signRegistry(
    sources,
    { privateKey: key.privateKey, folder: folders.registryKeys },
    path.join(folders.registry, 'registry.jws'),
  ).catch((cause: unknown) => {
    throw new LaunchProblem(
      `the registry could not be signed: ${cause instanceof Error ? cause.message : 'unknown reason'}.`,
    );
  });
  say(`Registry: version ${registry.version}${registry.signed ? ', signed now' : ''}.`);

  await buildWeb(plan, say);
  await drawPersonas(plan, say);
}

async function makeFolders(home: string, folders: readonly string[]): Promise<void> {
  try {
    for (const folder of [home, path.join(home, 'keys'), ...folders]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      await chmod(folder, 0o700);
    }
  } catch {
    throw new LaunchProblem(
      `the folder ${home} cannot be written. Choose another with SIGNET_HOME=/some/folder, or mend its permissions.`,
    );
  }
}

const keysMade = (plan: Plan) => path.join(plan.home, 'keys', 'made.json');

/** A key that was made and is gone is never made anew behind the operator's back: what it sealed would be lost. */
async function requireKeysOf(plan: Plan): Promise<void> {
  const made = JSON.parse(await readFile(keysMade(plan), 'utf8').catch(() => '[]')) as string[];
  for (const file of made) {
    const wanted = path.join(plan.home, 'keys', file);
    await access(wanted, constants.R_OK).catch(() => {
      throw new LaunchProblem(
        `the key file ${wanted} is missing or cannot be read. Restore it from your backup, or forget this installation with "npm run reset".`,
      );
    });
  }
}

async function noteKeys(plan: Plan): Promise<void> {
  const folder = path.join(plan.home, 'keys');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.parentPath !== folder)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
  await writeFile(keysMade(plan), JSON.stringify(files, null, 2), { mode: 0o600 });
}

async function createKeys(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const makers: readonly (readonly [script: string, ...folders: string[]])[] = [
    ['apps/proofing/src/keys/create-keys.ts', folders.proofingKeys],
    ['apps/bff/src/keys/create-keys.ts', folders.bffKeys, folders.opaqueKeys],
    ['apps/agency/src/create-keys.ts', folders.agencyKeys],
    ['apps/standins/src/create-keys.ts', folders.standinsKeys],
  ];
  await Promise.all(
    makers.map(async ([script, ...arguments_]) => {
      try {
        await runFile(process.execPath, [path.join(plan.root, script), ...arguments_]);
      } catch (cause) {
        const words = (cause as { stderr?: string }).stderr?.trim();
        throw new LaunchProblem(`${script} could not make its keys. ${words ?? ''}`);
      }
    }),
  );
}

/** Which sources proofing asks, and by which credentials: references to files, never the secrets themselves. */
async function writeSources(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const credentials = path.join(folders.standinsKeys, 'customer-proofing.json');
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
    credential: { file: path.join(folders.standinsKeys, 'messages.json') },
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
    credentialFile: path.join(folders.standinsKeys, 'print-shop.json'),
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

async function drawPersonas(plan: Plan, say: (sentence: string) => void): Promise<void> {
  say('Personas: photographs of their sample cards.');
  await runFile(process.execPath, [
    path.join(plan.root, 'e2e', 'personas', 'draw.ts'),
    foldersOf(plan.home).personas,
  ]);
}
