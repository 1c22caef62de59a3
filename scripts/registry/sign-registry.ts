import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CompactSign, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import { canonical } from './canonical.ts';
import { checkAgencies, type Problem } from './check-agencies.ts';
import { readSuccessions } from './rotate-key.ts';
import { registrySchema, registryType, type Registry } from '@signet/contracts/registry';

const validForDays = 30;
const renewBeforeDays = 7;

export type RegistrySources = {
  readonly issuer: string;
  /** Folder of client-as-code files, one per agency. */
  readonly agencies: string;
  /** Which profile the deployment chose: by it proofing decides. */
  readonly profile: string;
  /** `public.json` of proofing, of the bff and of the agencies. */
  readonly proofingPublic: string;
  readonly bffPublic: string;
  readonly agencyPublic: string;
  /** `public.json` of the print shop, where letters are sent. */
  readonly printerPublic?: string;
  /** Text to replace in the agencies' files: the published origin by this installation's. */
  readonly replace: readonly (readonly [string, string])[];
};

/**
 * Writes the signed registry (JWS, EdDSA) to `file`. It is signed anew, one version up, only when something in it
 * changed or when it would expire within a week; otherwise the file is left as it is.
 */
export async function signRegistry(
  sources: RegistrySources,
  { privateKey, folder: keyFolder }: { readonly privateKey: JWK; readonly folder: string },
  file: string,
  now = new Date(),
): Promise<{ version: number; signed: boolean }> {
  const content = await readContent(sources);
  const seconds = Math.floor(now.getTime() / 1000);
  const previous = await readPrevious(file);
  const {
    version: _version,
    issuedAt: _issuedAt,
    expiresAt: _expiresAt,
    ...previousContent
  } = previous?.registry ?? {};
  const succession = await readSuccessions(keyFolder);
  const unchanged =
    previous !== undefined &&
    digest(previousContent) === digest(content) &&
    previous.signer === privateKey.kid;
  if (unchanged && (previous.registry?.expiresAt ?? 0) - seconds > renewBeforeDays * 86_400) {
    return { version: previous.version, signed: false };
  }

  const registry: Registry = v.parse(registrySchema, {
    version: (previous?.version ?? 0) + 1,
    issuedAt: seconds,
    expiresAt: seconds + validForDays * 86_400,
    ...content,
  });
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(registry)))
    .setProtectedHeader({
      alg: 'EdDSA',
      typ: registryType,
      ...(privateKey.kid ? { kid: privateKey.kid } : {}),
      ...(succession.length > 0 ? { succession } : {}),
    })
    .sign(await importJWK(privateKey, 'EdDSA'));
  await writeFile(`${file}.new`, jws, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return { version: registry.version, signed: true };
}

export async function readContent(sources: RegistrySources) {
  const [proofing, bff, agency] = (await Promise.all(
    [sources.proofingPublic, sources.bffPublic, sources.agencyPublic].map(readJson),
  )) as [
    Record<string, unknown>,
    Record<string, unknown>,
    { clients: Record<string, { keys: JWK[]; encryptionKey?: JWK }> },
  ];
  const printer =
    sources.printerPublic === undefined
      ? undefined
      : ((await readJson(sources.printerPublic)) as Record<string, unknown>);

  const chosen = (await readJson(sources.profile)) as Record<string, unknown>;
  const { agencies, problems } = await checkAgencies(
    sources.agencies,
    sources.issuer,
    sources.replace,
    agency.clients,
  );
  if (problems.length > 0) throw new Error(problems.map(sentenceOf).join('\n'));
  return {
    issuer: sources.issuer,
    proofing: {
      encryptionKey: proofing['encryptionKey'],
      factsKey: proofing['factsKey'],
      credentialKey: proofing['credentialKey'],
      profile: chosen['profile'],
    },
    bff: { relayKey: bff['relayKey'], statusKey: bff['statusKey'] },
    ...(printer === undefined ? {} : { printer: { encryptionKey: printer['encryptionKey'] } }),
    agencies: agencies.map((one) => one.agency),
  };
}

export function sentenceOf({ file, line, says }: Problem): string {
  return `${file}:${line}  ${says}`;
}

type Previous = {
  readonly version: number;
  /** The identifier of the key that signed it. */
  readonly signer: string | undefined;
  /** Absent where it was signed for another release of Signet, which had another form. */
  readonly registry?: Registry;
};

/**
 * What was signed last; undefined where nothing was. A registry that begins again at version 1 would be refused by everyone who saw
 * a later one (WEB-20), so what stands there and cannot be read is an error.
 */
export async function readPrevious(file: string): Promise<Previous | undefined> {
  let jws: string;
  try {
    jws = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file);
  }
  const signed = parsedJws(jws.trim());
  const read = v.safeParse(v.object({ version: v.pipe(v.number(), v.integer()) }), signed?.claims);
  if (signed === undefined || !read.success) throw unreadable(file);
  const { version } = read.output;
  const parsed = v.safeParse(registrySchema, signed.claims);
  return { version, signer: signed.kid, ...(parsed.success ? { registry: parsed.output } : {}) };
}

function parsedJws(jws: string) {
  try {
    return { claims: decodeJwt(jws), kid: decodeProtectedHeader(jws).kid };
  } catch {
    return undefined;
  }
}

const unreadable = (file: string) =>
  new Error(
    `${file} cannot be read as a signed registry, so nobody knows which version comes next, and whoever saw a later one would refuse version 1. ` +
      'Put the registry that was signed last back there and run this again. If none was ever handed out, take the file away.',
  );

const whatSourcesAre =
  ' It says where the agencies’ files and everybody’s public keys lie: name it with --sources FILE, or the folder that it is in with --home. ' +
  'On a machine of your own `npm start` writes one.';

export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    const isSources = path.basename(file) === 'sources.json';
    throw new Error(`there is no file ${file}.${isSources ? whatSourcesAre : ''}`);
  });
  return JSON.parse(text);
}

function digest(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}
