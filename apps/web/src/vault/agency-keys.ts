import { calculateJwkThumbprint, type JWK } from 'jose';
import * as v from 'valibot';
import type { Agency } from '@signet/contracts/registry';
import { unreachable } from '../app/unreachable.ts';
import { changeJsonRecord, readJsonRecord } from './json-record.ts';
import { isUnlocked, vaultAccountId } from './this-tab.ts';

/** What the person's own vault remembers of the registry, so that nobody can go back to an older one or change a key unseen. */
const agencyKeysSchema = v.strictObject({
  registry: v.strictObject({ version: v.number(), digest: v.string() }),
  agencies: v.array(v.strictObject({ clientId: v.string(), keys: v.array(v.string()) })),
});
type AgencyKeys = v.InferOutput<typeof agencyKeysSchema>;

const mostAgencies = 80;
const nothing: AgencyKeys = { registry: { version: 0, digest: '' }, agencies: [] };

/** Which registry it was: its version, and a digest of the very bytes that were signed. */
export type RegistryMark = { readonly version: number; readonly digest: string };

let remembering:
  | { readonly of: string; readonly answer: Promise<'remembered' | 'older'> }
  | undefined;

/**
 * WEB-20: refuses a registry that is older than the newest this vault has seen, or another of the same version, and remembers
 * a newer one. What cannot be remembered is not used.
 */
export async function rememberRegistry(
  registry: RegistryMark,
): Promise<'remembered' | 'older' | 'locked'> {
  if (!isUnlocked()) {
    remembering = undefined;
    return 'locked';
  }
  const of = `${vaultAccountId()} ${registry.version} ${registry.digest}`;
  if (remembering?.of !== of) {
    const answer = remember(registry);
    remembering = { of, answer };
    answer.then(
      (said) => said === 'older' && (remembering = undefined),
      () => (remembering = undefined),
    );
  }
  return remembering.answer;
}

async function remember({ version, digest }: RegistryMark): Promise<'remembered' | 'older'> {
  const kept = (await readJsonRecord('agency-keys', agencyKeysSchema)) ?? nothing;
  if (isOlder({ version, digest }, kept)) return 'older';
  if (version === kept.registry.version) return 'remembered';
  let older = false;
  await write((now) => {
    older = isOlder({ version, digest }, now);
    return older ? now : { ...now, registry: { version, digest } };
  });
  return older ? 'older' : 'remembered';
}

/** Another of the same version is no newer. */
function isOlder({ version, digest }: RegistryMark, { registry }: AgencyKeys): boolean {
  return version < registry.version || (version === registry.version && digest !== registry.digest);
}

/** Fingerprints of everything that an agency is known by: its keys (RFC 7638), written down or published by it, or the digest of its secret. */
export async function fingerprintsOf({
  jwks,
  jwksThumbprints = [],
  clientSecret,
  encryptionKey,
}: Agency): Promise<readonly string[]> {
  const keys = [...(encryptionKey === undefined ? [] : [encryptionKey]), ...(jwks?.keys ?? [])];
  const prints = await Promise.all(keys.map((key) => calculateJwkThumbprint(key as JWK)));
  return [
    ...prints,
    ...jwksThumbprints,
    ...(clientSecret === undefined ? [] : [clientSecret.sha256]),
  ];
}

export type KeyChange = { readonly before: readonly string[]; readonly now: readonly string[] };

/**
 * Undefined where the agency is new to this person or its keys are the ones of the last visit, in whatever order. A key that is gone is
 * a change as well: an agency that had one and has none is known by less than before.
 */
export async function keyChangeOf(agency: Agency): Promise<KeyChange | undefined> {
  const kept = (await readJsonRecord('agency-keys', agencyKeysSchema)) ?? nothing;
  const seen = kept.agencies.find(({ clientId }) => clientId === agency.clientId);
  if (seen === undefined) return undefined;
  const now = await fingerprintsOf(agency);
  const isSame = now.length === seen.keys.length && now.every((key) => seen.keys.includes(key));
  return isSame ? undefined : { before: seen.keys, now };
}

/** The keys that the person saw when they said yes; the least recently seen agencies are forgotten first. */
export async function rememberKeys(agency: Agency): Promise<void> {
  const kept = (await readJsonRecord('agency-keys', agencyKeysSchema)) ?? nothing;
  const keys = [...(await fingerprintsOf(agency))];
  const seen = kept.agencies.find(({ clientId }) => clientId === agency.clientId);
  if (seen !== undefined && seen.keys.join() === keys.join()) return;
  await write((now) => {
    const others = now.agencies.filter(({ clientId }) => clientId !== agency.clientId);
    return {
      ...now,
      agencies: [...others, { clientId: agency.clientId, keys }].slice(-mostAgencies),
    };
  });
}

async function write(make: (now: AgencyKeys) => AgencyKeys): Promise<void> {
  const written = await changeJsonRecord('agency-keys', agencyKeysSchema, (now) =>
    make(now ?? nothing),
  );
  if (!written.ok) throw unreachable(written.error);
}
