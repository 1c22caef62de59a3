import { createHash } from 'node:crypto';
import { CompactSign, decodeProtectedHeader, importJWK } from 'jose';
import * as v from 'valibot';
import { canonical } from './canonical.ts';
import { checkAgencies, type Problem } from './check-agencies.ts';
import { lastVersion, noteVersion } from './last-version.ts';
import type { RegistryKey } from './registry-key.ts';
import { replaceFile } from './replace-file.ts';
import { readPublic } from './private-key-in.ts';
import { readPrevious, type Previous } from './read-previous.ts';
import { readJson } from './read-json.ts';
import { heirOf, readSuccessions } from './rotate-key.ts';
import { givenIn, type RegistrySources } from './sources.ts';
import { registrySchema, registryType, type Registry } from '@signet/contracts/registry';
import { whatOf } from '@signet/contracts/what-of';

/** What the files say; a version and its times come with the signature. */
const contentSchema = v.omit(registrySchema, ['version', 'issuedAt', 'expiresAt']);
type Content = v.InferOutput<typeof contentSchema>;

const validForDays = 30;
/** Before that `sign` makes no other of the same content, so that its end is no news to anybody. */
export const renewBeforeDays = 7;

export type Signed = {
  readonly version: number;
  readonly signed: boolean;
  /** A private key by which the one before was checked. */
  readonly toDestroy?: string;
  /** What stood there was older than this one, which was signed last. */
  readonly missed?: number;
  readonly isNoted?: boolean;
};

/**
 * Writes the signed registry (JWS, EdDSA) to `file`. It is signed anew, one version up, only when something in it
 * changed or when it would expire within a week; otherwise the file is left as it is.
 */
export async function signRegistry(
  sources: RegistrySources,
  {
    privateKey,
    folder: keyFolder,
    isOther = false,
  }: Pick<RegistryKey, 'privateKey'> & {
    readonly folder: string;
    /** Whether it may be one that the last one did not hand over to, or whose last word cannot be checked. */
    readonly isOther?: boolean;
  },
  file: string,
  now = new Date(),
): Promise<Signed> {
  const content = await readContent(sources);
  const seconds = Math.floor(now.getTime() / 1000);
  const previous = await readPrevious(file, keyFolder);
  const succession = await readSuccessions(keyFolder, privateKey.kid);
  const follows =
    previous === undefined ||
    isOther ||
    (await isHeir(privateKey.kid, previous.signer, succession));
  if (!follows) throw notItsKey(file, privateKey.kid, previous.signer);
  if (previous?.unchecked !== undefined && !isOther)
    throw new Error(
      `${previous.unchecked} Nothing was signed. If nobody has it any more, see that the registry there is what was handed out last, and sign with --other-key.`,
    );
  const last = await lastVersion(keyFolder, sources.issuer);
  const there = previous?.version ?? 0;
  const isSaid = previous !== undefined && digest(contentOf(previous)) === digest(content);
  if (
    isSaid &&
    (await whySignAnew(previous, privateKey.kid, keyFolder, now)).length === 0 &&
    there >= last
  )
    return { version: previous.version, signed: false };

  const registry: Registry = {
    version: Math.max(there, last) + 1,
    issuedAt: seconds,
    expiresAt: seconds + validForDays * 86_400,
    ...content,
  };
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(registry)))
    .setProtectedHeader({
      alg: 'EdDSA',
      typ: registryType,
      kid: privateKey.kid,
      ...(succession.length > 0 ? { succession } : {}),
    })
    .sign(await importJWK(privateKey, 'EdDSA'));
  await replaceFile(file, jws);
  return {
    version: registry.version,
    signed: true,
    isNoted: await noteVersion(keyFolder, sources.issuer, registry.version),
    ...(there < last ? { missed: last } : {}),
    ...(previous?.checkedWith === undefined ? {} : { toDestroy: previous.checkedWith }),
  };
}

/** Why the same content is signed anew all the same, if it is. */
export async function whySignAnew(
  { signer, registry }: Previous,
  kid: string,
  keyFolder: string,
  now = new Date(),
): Promise<readonly string[]> {
  const why: string[] = [];
  if (signer !== kid) {
    const follows = await isHeir(kid, signer, await readSuccessions(keyFolder, kid));
    why.push(
      `~ signed by: ${signer ?? 'a key without a name'} → ${kid}, ` +
        (follows
          ? 'to which the one before handed over: a new version is signed for it'
          : 'to which nothing hands over: sign refuses it, unless it is told --other-key'),
    );
  }
  const end = new Date((registry?.expiresAt ?? 0) * 1_000);
  if (end.getTime() - now.getTime() <= renewBeforeDays * 86_400_000)
    why.push(
      `~ expiresAt: ${end.toISOString().slice(0, 10)} is near: a new version is signed, for ${validForDays} days`,
    );
  return why;
}

function contentOf({ registry }: Previous) {
  const {
    version: _version,
    issuedAt: _issuedAt,
    expiresAt: _expiresAt,
    ...content
  } = registry ?? {};
  return content;
}

/** Whether it is `signer`, or comes after it in the chain of statements. */
async function isHeir(
  kid: string,
  signer: string | undefined,
  succession: readonly string[],
): Promise<boolean> {
  let at = signer;
  for (const statement of succession)
    if (decodeProtectedHeader(statement).kid === at) at = await heirOf(statement);
  return at === kid;
}

const notItsKey = (file: string, kid: string, signer = 'one without a name') =>
  new Error(
    `${file} was signed by the key ${signer}. The one here is ${kid}, and nothing hands over to it: whoever trusts the other would refuse what it signs. ` +
      'Nothing was signed. Name the folder of the right key with --keys FOLDER. If that is lost for good, see that the registry there is what was handed out last, sign with --other-key, and at once build the pages anew ' +
      'with the new key and give it to bff, proofing and agencies with sealed delivery: until then nobody can share anything.',
  );

/** Not of the agencies’ files, which are checked: of what the other files beside them say. */
function whatIsNoRegistry(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'the registry'}: ${whatOf(issue)}. Mend the file that sources.json names for it.`;
}

export async function readContent(sources: RegistrySources): Promise<Content> {
  const [proofing, bff] = await Promise.all([
    readPublic(sources.proofingPublic, 'who runs proofing'),
    readPublic(sources.bffPublic, 'who runs the bff'),
  ]);
  const printer =
    sources.printerPublic === undefined
      ? undefined
      : await readPublic(sources.printerPublic, 'the print shop');

  const chosen = v.safeParse(
    v.looseObject({ profile: v.unknown() }),
    await readJson(sources.profile),
  );
  if (!chosen.success)
    throw new Error(`${sources.profile} says no "profile", by which proofing decides.`);
  const { agencies, problems } = await checkAgencies(
    sources.agencies,
    sources.issuer,
    sources.replace,
    await givenIn(sources),
  );
  if (problems.length > 0) throw new Error(problems.map(sentenceOf).join('\n'));
  const parsed = v.safeParse(contentSchema, {
    issuer: sources.issuer,
    proofing: {
      encryptionKey: proofing['encryptionKey'],
      factsKey: proofing['factsKey'],
      credentialKey: proofing['credentialKey'],
      profile: chosen.output.profile,
    },
    bff: { relayKey: bff['relayKey'], statusKey: bff['statusKey'] },
    ...(printer === undefined ? {} : { printer: { encryptionKey: printer['encryptionKey'] } }),
    agencies: agencies.map((one) => one.agency),
  });
  if (!parsed.success) throw new Error(parsed.issues.map(whatIsNoRegistry).join('\n'));
  return parsed.output;
}

export function sentenceOf({ file, line, says }: Problem): string {
  return visible(`${file}:${line}  ${says}`);
}

/** A name of a member is whatever somebody wrote, and could move about what is read here, or hide it. */
const visible = (text: string) =>
  text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu,
    (one) => `\\u{${one.codePointAt(0)?.toString(16).toUpperCase()}}`,
  );

function digest(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}
