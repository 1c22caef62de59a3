import { calculateJwkThumbprint, type JWK } from 'jose';

/**
 * AGENCY-47: of the keys at an agency's address only those count whose thumbprints stand in the signed registry. Who gets hold of the
 * agency's web site, of its name or of our network can take keys away there, and add none that people were not shown.
 */
export async function onlyRegisteredKeys(
  response: Response,
  counts: (thumbprint: string) => boolean,
): Promise<Response> {
  // Not passed on: the provider's engine would go on with what it fetched before for another minute.
  if (response.status !== 200) throw new Error('the address of the keys does not answer with keys');
  const { keys } = (await response.json()) as { readonly keys?: unknown };
  const known: JWK[] = [];
  for (const key of Array.isArray(keys) ? (keys as JWK[]) : []) {
    // What has no thumbprint is of a kind that the registry cannot name.
    const thumbprint = await calculateJwkThumbprint(key).catch(() => undefined);
    if (thumbprint !== undefined && counts(thumbprint)) known.push(key);
  }
  // Without what it says of caching: how long a key counts that was taken down is ours to say.
  return Response.json({ keys: known });
}
