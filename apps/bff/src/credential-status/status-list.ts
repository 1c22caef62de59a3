import { deflateSync } from 'node:zlib';
import { and, eq, ne } from 'drizzle-orm';
import { importJWK, SignJWT } from 'jose';
import {
  statusList,
  statusListType,
  statusListUri,
  statusValues,
} from '@signet/contracts/credential-status';
import type { Bff } from '../bff.ts';
import { credentialStatus } from './schema.ts';

/** How long one signed answer serves everybody who asks. */
const reusedForMs = 5_000;

type Kept = { readonly token: string; readonly madeAt: number };

/**
 * The status list token of a list (draft-ietf-oauth-status-list §5.1), or undefined when there is no such list. What is free
 * and what is valid look alike.
 */
export function createStatusLists(bff: Pick<Bff, 'db' | 'keys' | 'config' | 'now'>) {
  const kept = new Map<number, Kept>();
  return async (list: number): Promise<string | undefined> => {
    const now = bff.now();
    const found = kept.get(list);
    if (found !== undefined && now - found.madeAt < reusedForMs) return found.token;
    const any = bff.db
      .select({ idx: credentialStatus.idx })
      .from(credentialStatus)
      .where(eq(credentialStatus.list, list))
      .limit(1)
      .get();
    if (any === undefined) return undefined;
    const token = await sign(bff, list, now);
    kept.set(list, { token, madeAt: now });
    return token;
  };
}

async function sign(
  { db, keys, config }: Pick<Bff, 'db' | 'keys' | 'config'>,
  list: number,
  now: number,
): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  const lst = deflateSync(packed(db, list), { level: 9 }).toString('base64url');
  return new SignJWT({ status_list: { bits: statusList.bits, lst }, ttl: statusList.ttl })
    .setProtectedHeader({ alg: 'ES256', typ: statusListType, kid: keys.statusKey.kid ?? '' })
    .setSubject(statusListUri(config.issuer, list))
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + statusList.lifetime)
    .sign(await importJWK(keys.statusKey, 'ES256'));
}

/** §4.1: the first index in the lowest bits of the first byte. */
function packed(db: Bff['db'], list: number): Uint8Array {
  const bytes = new Uint8Array((statusList.size * statusList.bits) / 8);
  const rows = db
    .select({ idx: credentialStatus.idx, status: credentialStatus.status })
    .from(credentialStatus)
    .where(and(eq(credentialStatus.list, list), ne(credentialStatus.status, statusValues.valid)))
    .all();
  for (const { idx, status } of rows) {
    const bitAt = idx * statusList.bits;
    bytes[bitAt >> 3] = (bytes[bitAt >> 3] ?? 0) | (status << (bitAt & 7));
  }
  return bytes;
}
