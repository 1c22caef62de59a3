import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Agency } from '@signet/contracts/agency';
import { agreementsOver } from './agreements-over.ts';
import { certificatesOver } from './certificates-over.ts';
import { checkAgencies } from './check-agencies.ts';
import { compare } from './compare.ts';
import { expiring } from './expiring.ts';
import { fetchKeys } from './fetch-keys.ts';
import { namesThatLookLatin } from './hidden-in.ts';
import { inWords } from './in-words.ts';
import { initAgency } from './init.ts';
import { lastVersion } from './last-version.ts';
import { openSchemes } from './open-schemes.ts';
import { readRegistryKey } from './registry-key.ts';
import { endRotation, rotateKey } from './rotate-key.ts';
import { sameNames } from './same-names.ts';
import { sharedSectors } from './shared-sectors.ts';
import { readPrevious, type Previous } from './read-previous.ts';
import {
  readContent,
  renewBeforeDays,
  sentenceOf,
  signRegistry,
  whySignAnew,
} from './sign-registry.ts';
import { givenIn, readSources, type RegistrySources } from './sources.ts';
import { wordsIn, type CommandName } from './words.ts';

const given = wordsIn(process.argv.slice(2));
if (!given.ok) {
  (given.isHelp ? console.log : console.error)(given.says);
  process.exit(given.isHelp ? 0 : 2);
}
const { name, words, values } = given.asked;
const home = values.home ?? process.env['SIGNET_HOME'] ?? '.signet';
const keys = values.keys ?? path.join(home, 'keys', 'registry');
const out = values.out ?? path.join(home, 'registry', 'registry.jws');
const overlapDays = 60;
const day = 24 * 60 * 60_000;

/** Whoever needs what `sources.json` says reads it, and nobody else has to have one. */
type Command = (read: () => Promise<RegistrySources>, words: readonly string[]) => Promise<number>;

const commands: Readonly<Record<CommandName, Command>> = {
  async init(read, [clientId = '', origin = '']) {
    const { agencies } = await read();
    const file = await initAgency(agencies, clientId, originOf(origin));
    console.log(`${file} is begun. Fill in what is empty, then: npm run -s registry -- validate`);
    return 0;
  },

  async 'fetch-keys'(read, [clientId]) {
    const { agencies, replace } = await read();
    return fetchKeys(agencies, replace, clientId);
  },

  async secret() {
    const secret = randomBytes(32).toString('base64url');
    const sha256 = createHash('sha256').update(secret).digest('base64url');
    const entry = { clientSecret: { sha256, method: 'client_secret_basic' } };
    console.log(
      `The agency keeps: ${secret}\nIts file says:    ${JSON.stringify(entry).slice(1, -1)}`,
    );
    return 0;
  },

  async validate(read) {
    const sources = await read();
    const { agencies, problems } = await checkAgencies(
      sources.agencies,
      sources.issuer,
      sources.replace,
      await givenIn(sources),
    );
    for (const problem of problems) console.error(sentenceOf(problem));
    for (const line of pointedOut(agencies.map(({ agency }) => agency))) console.log(line);
    if (problems.length === 0)
      console.log(
        `${agencies.length} ${agencies.length === 1 ? 'agency' : 'agencies'}, nothing to mend.`,
      );
    return problems.length === 0 ? 0 : 1;
  },

  async diff(read) {
    const content = await readContent(await read());
    const previous = await readPrevious(out, keys);
    const anew = [...(await missing(content.issuer, previous)), ...(await signedAnew(previous))];
    const lines = [...(await compare(previous?.registry, content)), ...anew];
    if (lines.every((line) => line.startsWith('!'))) console.log('Nothing would change.');
    for (const line of lines) console.log(line);
    for (const line of doubts(previous)) console.log(line);
    for (const line of pointedOut(content.agencies)) console.log(line);
    return 0;
  },

  async sign(read) {
    const sources = await read();
    const { privateKey } = await readRegistryKey(keys);
    await endRotation(keys);
    const isOther = values['other-key'] ?? false;
    const by = { privateKey, folder: keys, isOther };
    const { version, signed, toDestroy, missed, isNoted } = await signRegistry(sources, by, out);
    console.log(
      signed
        ? `Version ${version} is signed: ${out}. Put it where bff and proofing read it, and restart them.`
        : `Version ${version} says all of this already and is not about to expire; it stays.`,
    );
    if (signed && version === 1)
      console.log(
        'It is the first: there was none before. Whoever saw another for this address refuses it; was there one, put that back there and sign again.',
      );
    if (missed !== undefined)
      console.log(
        `! Version ${missed} was signed before, and what stood at ${out} was older or nothing. If you did not put that there, find out who did.`,
      );
    if (isNoted === false)
      console.log(
        `! In ${keys} nothing can be written, so that this is the newest is not noted: see yourself that you sign after the newest.`,
      );
    if (toDestroy !== undefined)
      console.log(
        `The version before was checked with ${toDestroy}, since its public half was not kept beside it. Nobody needs it any more: destroy it.`,
      );
    return 0;
  },

  async 'rotate-key'(read) {
    const { issuer } = await read();
    const inOverlap = new Date(Date.now() + overlapDays * day);
    const { after, retired, until } = await rotateKey(keys, issuer, inOverlap);
    const last = until.toISOString().slice(0, 10);
    console.log(`The new key is ${after.kid}. Next:
  1. npm run -s registry -- sign      (whoever pins the old key follows until ${last})
  2. before ${last}: build the pages with ${path.join(keys, 'registry-key.json')}, and give it to bff and proofing
  3. before ${last}: give it to every agency with sealed delivery, by another way than the web, and have its fingerprint compared
  4. destroy ${retired}`);
    return 0;
  },

  async expiring() {
    const previous = await readPrevious(out, keys);
    if (previous?.registry === undefined) throw new Error(`there is no signed registry at ${out}.`);
    const days = daysIn(values.days ?? '30');
    // A registry lives no longer than the days of all the rest: it would be on every list.
    const registryDays = values.days === undefined ? renewBeforeDays : days;
    const lines = expiring(previous.registry, previous.succession, new Date(), days, registryDays);
    for (const line of doubts(previous)) console.log(line);
    const within =
      registryDays === days ? '' : `, and the signed registry not within ${registryDays}`;
    console.log(
      lines.length === 0 ? `Nothing ends within ${days} days${within}.` : lines.join('\n'),
    );
    // Whoever runs this by the clock looks at nothing else: a list of what anybody may have written is no all-clear.
    return lines.length === 0 && previous.unchecked === undefined ? 0 : 1;
  },
};

/** It is compared with what is there all the same. */
async function missing(issuer: string, previous: Previous | undefined): Promise<readonly string[]> {
  let last: number;
  try {
    last = await lastVersion(keys, issuer);
  } catch (cause) {
    // Nobody who only looks needs the folder of the keys.
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
    return [`! ${inWords(cause as Error)} Whether a newer one was signed is not seen here.`];
  }
  if ((previous?.version ?? 0) >= last) return [];
  return [
    `~ version: ${previous?.version ?? 'nothing'} → ${last + 1}, since ${last} was signed last. If you did not put the older one at ${out}, find out who did.`,
  ];
}

async function signedAnew(previous: Previous | undefined): Promise<readonly string[]> {
  if (previous === undefined) return [];
  const key = await readRegistryKey(keys).catch(() => undefined);
  if (key === undefined)
    return previous.unchecked === undefined
      ? [
          `! There is no registry key that can be read in ${keys}: whether another one signs anew is not seen here.`,
        ]
      : [];
  return whySignAnew(previous, key.publicKey.kid, keys);
}

/** What the list above or below stands on. */
function doubts({ unchecked, checkedWith }: Partial<Previous> = {}): readonly string[] {
  return [
    ...(unchecked === undefined ? [] : [`! ${unchecked}`]),
    ...(checkedWith === undefined
      ? []
      : [
          `! ${out} was checked with ${checkedWith}, which is to be destroyed: sign first, which needs it once more.`,
        ]),
  ];
}

/** What may be meant and is said each time. */
const pointedOut = (agencies: readonly Agency[]) => [
  ...sharedSectors(agencies),
  ...sameNames(agencies),
  ...namesThatLookLatin(agencies),
  ...openSchemes(agencies),
  ...agreementsOver(agencies, Date.now()),
  ...certificatesOver(agencies, Date.now()),
];

function originOf(text: string): string {
  const { protocol, origin } = URL.canParse(text) ? new URL(text) : { protocol: '', origin: '' };
  if (protocol === 'https:' || protocol === 'http:') return origin;
  throw new Error(`"${text}" is no origin: give the agency’s, such as https://agency.example.gov.`);
}

function daysIn(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new Error(`--days takes a whole number of days, such as --days 30; "${text}" is none.`);
}

try {
  const file = values.sources ?? path.join(home, 'registry', 'sources.json');
  process.exitCode = await commands[name](() => readSources(file), words);
} catch (cause) {
  console.error(cause instanceof Error ? inWords(cause) : 'unknown problem');
  process.exitCode = 1;
}
