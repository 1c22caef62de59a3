import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Agency, Registry } from '@signet/contracts/registry';
import { canonical } from './canonical.ts';

type Content = Pick<Registry, 'agencies' | 'proofing' | 'bff' | 'printer' | 'issuer'>;

/** What of a change people will notice, by the field that changed. */
// prettier-ignore
const consequences: Readonly<Record<string, string>> = {
  jwks:            'people are shown the new key before they share',
  jwksThumbprints: 'people are shown the new key before they share',
  clientSecret:    'people are shown the new digest before they share',
  encryptionKey:   'people are shown the new key before they share',
  attributes:      'people are asked anew where what they agreed to changed',
  delivery:        'people are asked anew',
  sector:          'people get another identifier there: their accounts at the agency are lost',
  redirectUris:    'requests that use an address taken out are refused',
};

/** What signing would change: one line per field, and per sentence of what people agree to; keys by their fingerprints, with what it means for people. */
export async function compare(
  before: Content | undefined,
  after: Content,
): Promise<readonly string[]> {
  const lines: string[] = [];
  if (before?.issuer !== after.issuer)
    lines.push(`~ issuer: ${before?.issuer ?? 'nothing'} → ${after.issuer}`);
  for (const party of ['proofing', 'bff', 'printer'] as const)
    lines.push(...(await changesOf(party, before?.[party] ?? {}, after[party] ?? {})));
  const known = new Map(before?.agencies.map((agency) => [agency.clientId, agency]));
  for (const agency of after.agencies) {
    const old = known.get(agency.clientId);
    if (old === undefined) lines.push(`+ ${agency.clientId}: new: ${await asNew(agency)}`);
    else lines.push(...(await changesOf(agency.clientId, old, agency)));
    known.delete(agency.clientId);
  }
  for (const clientId of known.keys()) lines.push(`- ${clientId}: taken out; it is refused`);
  const [was, is] = inBoth(before?.agencies ?? [], after.agencies);
  return canonical(was) === canonical(is) ? lines : [...lines, inAnotherOrder('agencies')];
}

/** What whoever signs compares with what the agency told them: who it is, what it may ask for, and by what it is known. */
async function asNew({ name, attributes, ...agency }: Agency): Promise<string> {
  const known = (['jwks', 'jwksThumbprints', 'clientSecret', 'encryptionKey'] as const).map(
    async (field) =>
      agency[field] === undefined ? '' : `; ${field}: ${await written(agency[field])}`,
  );
  const claims = attributes.map(({ claim }) => claim).join(', ');
  return `${inWords(name.en)}, for ${claims}${(await Promise.all(known)).join('')}`;
}

/** Nobody notices, but a new version is signed for it. */
const inAnotherOrder = (what: string) => `~ ${what}: in another order`;

function inBoth(...lists: readonly (readonly Agency[])[]): readonly (readonly string[])[] {
  const ids = lists.map((agencies) => agencies.map(({ clientId }) => clientId));
  return ids.map((list) => list.filter((clientId) => ids.every((one) => one.includes(clientId))));
}

async function changesOf(whose: string, before: object, after: object): Promise<string[]> {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const lines = fields.map(async (field) => {
    const [was, is] = [before, after].map((one) => (one as Fields)[field]);
    if (canonical(was) === canonical(is)) return [];
    if (inAnyOrder(was) === inAnyOrder(is)) return [inAnotherOrder(`${whose} ${field}`)];
    const means = consequences[field];
    const begun = `~ ${whose} ${field}: ${means === undefined ? '' : `${means}: `}`;
    if (field === 'attributes')
      return membersOf(byClaim(was), byClaim(is)).map((change) => `${begun}${change}`);
    return [`${begun}${await written(was)} → ${await written(is)}`];
  });
  return (await Promise.all(lines)).flat();
}

type Fields = Readonly<Record<string, unknown>>;

/** Only what is otherwise, down to the sentence: in a list of ten nobody would find the one that changed. */
function membersOf(was: unknown, is: unknown, at: readonly string[] = []): readonly string[] {
  if (canonical(was) === canonical(is)) return [];
  if (!isObject(was) || !isObject(is)) return [`${at.join('.')}: ${inWords(was)} → ${inWords(is)}`];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) =>
    membersOf(was[name], is[name], [...at, name]),
  );
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const inWords = (value: unknown) => (value === undefined ? 'nothing' : canonical(value));

function byClaim(attributes: unknown): Fields {
  const listed = (attributes ?? []) as Agency['attributes'];
  return Object.fromEntries(listed.map(({ claim, ...rest }) => [claim, rest]));
}

/** A key by its fingerprint (RFC 7638), as the agency and the consent screen name it; anything else as it stands. */
async function written(value: unknown): Promise<string> {
  const keys = keysIn(value);
  if (Array.isArray(keys)) return (await Promise.all(keys.map(written))).join(', ');
  const isKey = typeof value === 'object' && value !== null && 'kty' in value;
  return isKey ? calculateJwkThumbprint(value as JWK) : inWords(value);
}

const keysIn = (value: unknown) => (value as { readonly keys?: unknown } | null | undefined)?.keys;

/** Of lists of the same, or keys, the same. */
function inAnyOrder(value: unknown): string {
  const list = Array.isArray(value) ? value : keysIn(value);
  return canonical(Array.isArray(list) ? list.map(canonical).toSorted() : value);
}
