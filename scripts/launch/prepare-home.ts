import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createRegistryKey } from '../registry/registry-key.ts';
import { signRegistry } from '../registry/sign-registry.ts';
import type { RegistrySources } from '../registry/sources.ts';
import { buildWeb } from './build-web.ts';
import { noteKeys, requireKeysOf } from './keys-made.ts';
import { placePages, takeAgencies } from './sandbox.ts';
import { foldersOf, publishedAgencyOrigin, type Plan } from './plan.ts';
import { LaunchProblem } from './problem.ts';
import { writeSettings } from './write-settings.ts';

const runFile = promisify(execFile);

/**
 * Makes whatever is missing of an installation and keeps whatever is there: folders (0700), every zone's keys (0600),
 * the signed registry, the built pages and the personas' photographs.
 */
export async function prepareHome(plan: Plan, say: (sentence: string) => void): Promise<void> {
  const folders = foldersOf(plan.home);
  await requireKeysOf(plan);
  await makeFolders(plan.home, Object.values(folders));

  say('Keys: each process makes and keeps its own.');
  await createKeys(plan);
  await writeSettings(plan);

  const key = await createRegistryKey(folders.registryKeys).catch(asProblem);
  await noteKeys(plan);
  await writeFile(path.join(folders.registry, 'registry-key.json'), JSON.stringify(key.publicKey), {
    mode: 0o600,
  });
  const agencies = await takeAgencies(plan);
  const sources: RegistrySources = {
    issuer: plan.issuer,
    agencies: agencies.folder,
    profile: plan.profile ?? path.join(plan.root, 'registry', 'profile.json'),
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
      `the registry could not be signed: ${agencies.asGiven(reasonOf(cause))}.`,
    );
  });
  say(`Registry: version ${registry.version}${registry.signed ? ', signed now' : ''}.`);

  await (plan.sandbox === undefined ? buildWeb(plan, say) : placePages(plan));
  await drawPersonas(plan, say);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : 'unknown reason';
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

async function createKeys(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.home);
  const makers: readonly (readonly [script: string, ...folders: string[]])[] = [
    ['apps/proofing/src/keys/create-keys.ts', folders.proofingKeys],
    ['apps/bff/src/keys/create-keys.ts', folders.bffKeys, folders.opaqueKeys],
    ['apps/agency/src/create-keys.ts', folders.agencyKeys],
    [
      'apps/standins/src/create-keys.ts',
      folders.standinsKeys,
      folders.proofingCustomerKeys,
      folders.bffCustomerKeys,
    ],
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

async function drawPersonas(plan: Plan, say: (sentence: string) => void): Promise<void> {
  say('Personas: photographs of their sample cards.');
  const script = path.join(plan.root, 'e2e', 'personas', 'draw.ts');
  await runFile(process.execPath, [script, foldersOf(plan.home).personas]).catch(
    (cause: unknown) => {
      throw new LaunchProblem(
        `the photographs of the personas' cards could not be drawn:\n${(cause as { stderr?: string }).stderr ?? ''}`,
      );
    },
  );
}

function asProblem(cause: unknown): never {
  throw new LaunchProblem(cause instanceof Error ? cause.message : 'unknown reason.');
}
