import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { agencySchema, type Agency } from '@signet/contracts/agency';
import { isNoField, whatOf } from '@signet/contracts/what-of';
import { agencyOfFile, NotUsable, type GivenKeys } from './agency-of-file.ts';
import { hiddenIn } from './hidden-in.ts';
import { whyNotRead } from './in-words.ts';
import { lineOf, memberTwice, type Place } from './line-of.ts';
import { memberLost } from './member-lost.ts';
import { privateKeyIn, whatToDoOf } from './private-key-in.ts';
import { NoJson, parseJson, readText } from './read-json.ts';

export type Problem = { readonly file: string; readonly line: number; readonly says: string };
export type Checked = {
  readonly agencies: readonly { readonly file: string; readonly agency: Agency }[];
  readonly problems: readonly Problem[];
};

/** What to do about a field that is not as it must be, where the schema's own words do not say. */
// prettier-ignore
const remedies: readonly (readonly [RegExp, string])[] = [
  [/^clientId/,                 'It is 3 to 200 letters, digits and . : _ -'],
  [/^sector/,                   'It is 2 to 60 small letters, digits and -, such as a short name of the agency.'],
  [/^clientSecret/,             'npm run -s registry -- secret makes one, and says what the file has of it: a digest, and never the secret.'],
  [/^signals/,                  'Give "delivery": "push" with an "endpoint", or "delivery": "poll".'],
  [/^attributes(\.\d+)?$/,      'Give at least one {"claim": …, "purpose": {"en": …}, "retention": {"en": …}, "required": …}.'],
  [/^name\b/,                   'Write what people call it, at least in "en", without < or >.'],
  [/^(purpose|retention)\b|\.(purpose|retention)\b/, 'Write one plain sentence for the person, at least in "en", without < or >.'],
  [/^(redirect|postLogoutRedirect)Uris/, 'Give the whole address: https://…, without # or *, and no @ before the host; of an app with the profile login.gov also com.example.app:/path, where example.com is your domain (docs/agencies/apps.md).'],
  [/Uris?(\.|$)|^homepage/,     'Give the whole address, https://…, without # or *, and no @ before the host.'],
  [/^jwksThumb/,                'npm run -s registry -- fetch-keys CLIENT_ID writes them.'],
  [/^jwks|^certificates/,       'Give "jwks": {"keys": […]}, or "certificates": [PEM, …], or "jwksUri", with public keys only, of the kinds that the profile signs with.'],
  [/^encryptionKey/,            'Give a P-256 public key with a "kid" for "sealed", and none for "split-code".'],
  [/^idTokenAttributes/,        'Name claims of "attributes", or leave it out.'],
  [/claim$/,                    'What each is: docs/agencies/attributes.md.'],
  [/^agreement/,                'Give "from" and "until" as YYYY-MM-DD.'],
  [/^logo/,                     'Name a PNG file of at most 8 kB that lies beside this file.'],
];

/** Reads every agency's file; each problem says in which file and line, what is wrong and how to mend it. */
export async function checkAgencies(
  folder: string,
  issuer: string,
  replace: readonly (readonly [string, string])[],
  given: GivenKeys,
): Promise<Checked> {
  const agencies: { file: string; agency: Agency; text: string; written: object }[] = [];
  const problems: Problem[] = [];
  const replaced = (written: string) =>
    replace.reduce((all, [from, to]) => all.replaceAll(from, to), written);
  for (const file of await agencyFiles(folder)) {
    const say = (line: number, says: string) => problems.push({ file, line, says });
    let text: string;
    let raw: unknown;
    try {
      text = replaced(await readText(file));
      raw = parseJson(text);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (cause instanceof NoJson) say(cause.line, cause.message);
      else if (code === undefined) throw cause;
      else say(1, whyNotRead(code));
      continue;
    }
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      say(1, 'is no agency: one is a JSON object, { … }. init CLIENT_ID ORIGIN begins one.');
      continue;
    }
    const secret = privateKeyIn(raw);
    if (secret !== undefined) {
      say(lineOf(text, secret), `${secret.join('.')}: ${whatToDoOf('the agency')}`);
      continue;
    }
    const lost = memberLost(raw);
    if (lost !== undefined) {
      say(lineOf(text, lost), `${lost.join('.')}: ${isNoField}.`);
      continue;
    }
    const twice = memberTwice(text);
    if (twice !== undefined)
      say(twice.line, `${twice.name}: is there twice, and only the last one would count.`);
    let unusable: NotUsable | undefined;
    const entry = await agencyOfFile(raw, folder, given).catch((cause: unknown) => {
      if (!(cause instanceof NotUsable)) throw cause;
      unusable = cause;
      say(lineOf(text, cause.steps), cause.message);
      return { ...raw, certificates: undefined, logo: undefined };
    });
    const parsed = v.safeParse(agencySchema, entry);
    for (const issue of parsed.issues ?? [])
      // What is wrong with the certificates is said already.
      if (unusable === undefined || !isAbout(issue, 'certificates', 'logo', 'jwks'))
        say(...sentenceOf(issue, text));
    if (!parsed.success) continue;
    agencies.push({ file, agency: parsed.output, text, written: raw });
    for (const { steps, says } of hiddenIn(parsed.output)) say(lineOf(text, steps), says);
    if (issuer.startsWith('https:'))
      for (const steps of addressesOfHttp(parsed.output))
        say(
          lineOf(text, steps),
          `${steps.join('.')}: is of http; where Signet is of https, so is every address of an agency.`,
        );
  }
  for (const { file, agency, text, written } of agencies) {
    const say = (steps: Place, says: string) =>
      problems.push({ file, line: lineOf(text, steps), says });
    const others = agencies
      .filter((one) => one.file !== file && one.agency.clientId === agency.clientId)
      .map((one) => path.basename(one.file));
    if (others.length > 0)
      say(['clientId'], `clientId: "${agency.clientId}" is in ${others.join(' and ')}, too.`);
    for (const { steps, says } of keysThatAreNone(agency, written)) say(steps, says);
  }
  return { agencies, problems: inOrder(problems) };
}

/** As whoever mends them goes through the files. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

/** The files of agencies in a folder, by name. */
export async function agencyFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      throw new Error(
        `there is no folder ${folder}, which sources.json names as that of the agencies’ files.`,
      );
    },
  );
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
    .map(({ name }) => path.join(folder, name))
    .toSorted();
}

function isAbout(issue: v.BaseIssue<unknown>, ...fields: readonly string[]): boolean {
  return fields.includes(String(issue.path?.[0]?.key));
}

function sentenceOf(issue: v.BaseIssue<unknown>, text: string): [line: number, says: string] {
  const steps = (issue.path ?? []).map(({ key }) => key as string | number);
  const field = steps.join('.');
  const remedy = remedies.find(([pattern]) => pattern.test(field))?.[1] ?? '';
  return [lineOf(text, steps), `${field}: ${whatOf(issue)}. ${remedy}`.trim()];
}

/** Where Signet is tried out the schema takes them. */
function addressesOfHttp(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value === 'string') return value.startsWith('http://') ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  const members: [number | string, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return members.flatMap(([step, inner]) => addressesOfHttp(inner, [...at, step]));
}

/** The schema sees their form; whether one can be used shows when it is imported. */
function keysThatAreNone(
  { jwks, encryptionKey }: Agency,
  written: object,
): readonly { readonly steps: Place; readonly says: string }[] {
  const list = 'certificates' in written ? ['certificates'] : ['jwks', 'keys'];
  const keys = (jwks?.keys ?? []).map((key, index) => ({
    field: 'jwks',
    key,
    at: [...list, index],
  }));
  if (encryptionKey !== undefined)
    keys.push({ field: 'encryptionKey', key: encryptionKey, at: ['encryptionKey'] });
  return keys.flatMap(({ field, key, at }) => {
    const wrong = whatIsWrong(field, key);
    if (wrong === undefined) return [];
    const where =
      String(at[0]) in written ? '' : ', which the agency handed over beside this file,';
    return [{ steps: at, says: `${field}: "${key.kid}"${where} ${wrong}` }];
  });
}

function whatIsWrong(field: string, key: object): string | undefined {
  let imported: KeyObject;
  try {
    imported = createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch {
    return 'is no point of its curve, or no key at all. Copy the public key anew.';
  }
  const {
    use = 'sig',
    key_ops: uses = ['verify'],
    x5c: chain,
  } = key as Readonly<Record<string, unknown>>;
  if (field === 'jwks' && (use !== 'sig' || !Array.isArray(uses) || !uses.includes('verify')))
    return 'is not there to verify signatures: of what is signed "use" is "sig", and "key_ops" ["verify"], if they are there. Leave them out.';
  if (chain === undefined) return undefined;
  const certificates = Array.isArray(chain) ? chain.map(certificateIn) : [];
  const [first] = certificates;
  if (first === undefined || certificates.includes(undefined))
    return 'has something in "x5c" that is no certificate: base64 of its bytes (RFC 7517 §4.7), without the lines of a PEM. Copy it anew, or leave "x5c" out.';
  if (!first.publicKey.equals(imported))
    return 'has a certificate of another key in "x5c" (RFC 7517 §4.7). Give the certificate of this key first, or leave "x5c" out.';
  return undefined;
}

function certificateIn(x5c: unknown): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(String(x5c), 'base64'));
  } catch {
    return undefined;
  }
}

/** When the certificates of its keys end, those that have one; undefined where it cannot be read. */
export function certificateEnds(
  agency: Agency,
): readonly { readonly kid: string; readonly at: Date | undefined }[] {
  return (agency.jwks?.keys ?? []).flatMap(({ kid, x5c }) => {
    if (x5c === undefined) return [];
    const certificate = certificateIn(x5c[0]);
    return [{ kid, at: certificate === undefined ? undefined : new Date(certificate.validTo) }];
  });
}
