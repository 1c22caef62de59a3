import { calculateJwkThumbprint, type JWK } from 'jose';

/**
 * AGENCY-47: of the keys at an agency's address only those count whose thumbprints stand in the signed registry. Who gets hold of the
 * agency's web site, of its name or of our network can take keys away there, and add none that people were not shown.
 */
export async function onlyRegisteredKeys(
  response: Response,
  counts: (thumbprint: string) => boolean,
): Promise<Response> {
  if (response.status !== 200) return response;
  const { keys } = (await response.json()) as { readonly keys?: unknown };
  const known: JWK[] = [];
  for (const key of Array.isArray(keys) ? (keys as JWK[]) : []) {
    // What has no thumbprint is of a kind that the registry cannot name.
    const thumbprint = await calculateJwkThumbprint(key).catch(() => undefined);
    if (thumbprint !== undefined && counts(thumbprint)) known.push(key);
  }
  const { headers } = response;
  return Response.json(
    { keys: known },
    { headers: [...headers].filter(([name]) => ['expires', 'cache-control'].includes(name)) },
  );
}
