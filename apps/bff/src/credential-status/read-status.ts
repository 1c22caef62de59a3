import { and, eq, sql } from 'drizzle-orm';
import {
  isStatusListOf,
  listAt,
  statusValues,
  type CredentialStatus,
  type StatusReference,
} from '@signet/contracts/credential-status';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { credentialOwner } from './owner.ts';
import { credentialStatus, identitySuspensions } from './schema.ts';

const atPlace = builtOnce((db) =>
  db
    .select()
    .from(credentialStatus)
    .where(
      and(
        eq(credentialStatus.list, sql.placeholder('list')),
        eq(credentialStatus.idx, sql.placeholder('idx')),
      ),
    )
    .prepare(),
);

/** What a credential's place says; undefined when this account was never given it. */
export function statusOf(
  { db, keys, config }: Pick<Bff, 'db' | 'keys' | 'config'>,
  accountId: string,
  { status_list: { uri, idx } }: StatusReference,
): CredentialStatus | undefined {
  if (!isStatusListOf(config.issuer, uri)) return undefined;
  const row = atPlace(db).get({ list: listAt(uri), idx });
  if (row?.ownerDigest !== credentialOwner({ keys }, accountId)) return undefined;
  return (Object.keys(statusValues) as CredentialStatus[]).find(
    (name) => statusValues[name] === row.status,
  );
}

export function isSuspended({ db, keys }: Pick<Bff, 'db' | 'keys'>, accountId: string): boolean {
  const found = db
    .select({ at: identitySuspensions.suspendedAt })
    .from(identitySuspensions)
    .where(eq(identitySuspensions.ownerDigest, credentialOwner({ keys }, accountId)))
    .get();
  return found !== undefined;
}
