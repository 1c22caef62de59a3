import { lte } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { oidcRows, releases } from './schema.ts';

/** Deletes what has expired: a dead token takes its claims with it, an unredeemed release ends unread. */
export function sweepExpired({ db, now }: Pick<Bff, 'db' | 'now'>): void {
  const at = now();
  db.transaction((tx) => {
    tx.delete(oidcRows).where(lte(oidcRows.expiresAt, at)).run();
    tx.delete(releases).where(lte(releases.expiresAt, at)).run();
  });
}
