import { calculateJwkThumbprint, type JWK } from 'jose';
import { log } from '../audit/log.ts';

/** From when an address last answered: what it published then counts that long while it gives no answer at all. */
const silenceForgivenMs = 60 * 60_000;

/** What each address said last. An error that it answers with says that there are no keys. */
const lastAnswers = new Map<string, { readonly at: number; readonly keys: readonly JWK[] }>();

/**
 * AGENCY-47: of the keys at an agency's address only those count whose thumbprints stand in the signed registry. Who gets hold of the
 * agency's web site, of its name or of our network can take keys away there, and add none that people were not shown. An address that does
 * not answer, or with a server's error, is forgiven for a while, as RFC 5861 §4 has it: else every login at an agency ends with its web server.
 */
export async function fetchRegisteredKeys(
  address: string,
  options: RequestInit,
  counts: (thumbprint: string) => boolean,
): Promise<Response> {
  const at = Date.now();
  const answered = await askFor(address, options);
  if (answered !== undefined && at >= (lastAnswers.get(address)?.at ?? 0))
    lastAnswers.set(address, { at, keys: answered });
  const last = lastAnswers.get(address);
  if (answered === undefined) log('agency-keys-unanswered');
  if (last === undefined || Date.now() - last.at >= silenceForgivenMs)
    // Not passed on: the provider's engine would go on with what it fetched before for another minute.
    throw new Error('the address of the keys does not answer with keys');
  const known: JWK[] = [];
  for (const key of last.keys) {
    // What has no thumbprint is of a kind that the registry cannot name.
    const thumbprint = await calculateJwkThumbprint(key).catch(() => undefined);
    if (thumbprint !== undefined && counts(thumbprint)) known.push(key);
  }
  // Without what it says of caching: how long a key counts that was taken down is ours to say.
  return Response.json({ keys: known });
}

/** Undefined where nobody answered, or a server could not. */
async function askFor(address: string, options: RequestInit): Promise<readonly JWK[] | undefined> {
  const said = await fetch(address, { ...options, redirect: 'error' })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch(() => undefined);
  if (said === undefined || said.status >= 500) return undefined;
  return said.status === 200 ? keysIn(said.text) : [];
}

function keysIn(text: string): readonly JWK[] {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys) ? (keys as JWK[]) : [];
  } catch {
    return [];
  }
}
