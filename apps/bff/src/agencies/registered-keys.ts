import { calculateJwkThumbprint, type JWK } from 'jose';
import { keysIn, longestKeySet } from '@signet/contracts/published-keys';
import { readAtMost } from '@signet/contracts/read-at-most';
import type { Agency, Registry } from '@signet/contracts/registry';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { keepAnswer, lastAnswer } from './last-answer.ts';
import { verificationKey } from './verification-key.ts';

/** Who registered this address for its keys. */
export function publishersAt({ agencies }: Registry, address: string): readonly Agency[] {
  return agencies.filter(
    ({ jwksUri }) => jwksUri !== undefined && new URL(jwksUri).href === address,
  );
}

/**
 * AGENCY-47: of the keys at an agency's address only those count whose thumbprints stand in the signed registry. Who gets hold of the
 * agency's web site, of its name or of our network can take keys away there, and add none that people were not shown. An address that does
 * not answer, or with a server's error, is forgiven for a while, as RFC 5861 §4 has it: else every login at an agency ends with its web server.
 */
export async function fetchRegisteredKeys(
  bff: Pick<Bff, 'db' | 'keys' | 'now' | 'registry'>,
  address: string,
  options: RequestInit,
  counts: (thumbprint: string) => boolean,
): Promise<Response> {
  const at = bff.now();
  const answered = await askFor(address, options);
  if (answered === undefined) log('agency-keys-unanswered');
  const last =
    answered === undefined
      ? lastAnswer(bff, address)
      : keepAnswer(bff, address, { at, keys: await namedAt(bff.registry, address, answered) });
  if (last === undefined)
    // Not passed on: the provider's engine would go on with what it fetched before for another minute.
    throw new Error('the address of the keys does not answer with keys');
  // Without what it says of caching: how long a key counts that was taken down is ours to say.
  return Response.json({ keys: await thoseOf(last.keys, counts) });
}

/** What is kept of an answer: no more than the registry has thumbprints. */
function namedAt(registry: Registry, address: string, keys: readonly JWK[]) {
  const named = publishersAt(registry, address).flatMap((one) => one.jwksThumbprints ?? []);
  return thoseOf(keys, (thumbprint) => named.includes(thumbprint));
}

async function thoseOf(
  keys: readonly JWK[],
  counts: (thumbprint: string) => boolean,
): Promise<readonly JWK[]> {
  const known: JWK[] = [];
  for (const key of keys) {
    // What has no thumbprint is of a kind that the registry cannot name.
    const thumbprint = await calculateJwkThumbprint(key).catch(() => undefined);
    if (thumbprint !== undefined && counts(thumbprint)) known.push(publicMembers(key));
  }
  return known;
}

/** RFC 7517 §4, RFC 7518 §6: what verifies with it needs, and nothing else that stands there, by mistake the secret half. */
function publicMembers({ kty, crv, x, y, n, e, kid, alg, use, key_ops }: JWK): JWK {
  return verificationKey({ kty, crv, x, y, n, e, kid, alg, use, key_ops }) as JWK;
}

/**
 * Undefined where nobody answered, a server could not, or the answer does not come to its end. Who has the agency's web site must not fill our
 * memory, nor keep us busy with one key under many names.
 */
async function askFor(address: string, options: RequestInit): Promise<readonly JWK[] | undefined> {
  const said = await fetch(address, { ...options, redirect: 'error' })
    .then(async (response) => ({
      status: response.status,
      text: await readAtMost(response, longestKeySet),
    }))
    .catch(() => undefined);
  if (said?.text === undefined || said.status >= 500) return undefined;
  return said.status === 200 ? (keysIn(said.text) as readonly JWK[]) : [];
}
