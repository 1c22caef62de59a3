import { eq, sql } from 'drizzle-orm';
import type { ClaimName } from '@signet/contracts/claims';
import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { rowHash } from '../oidc/row-hash.ts';
import { releases } from '../oidc/schema.ts';
import { openRow, sealRow, type Place } from '../keys/seal-row.ts';
import type { SealedRelease } from './sealed-release.ts';

/** What the person agreed to; the presentation is measured against it when the code is redeemed. */
export type ReleaseTerms = {
  readonly accountId: AccountId;
  readonly clientId: string;
  readonly delivery: Agency['delivery'];
  readonly nonce: string;
  readonly claims: readonly ClaimName[];
  /** Milliseconds since the epoch. */
  readonly consentedAt: number;
};

export type KeptRelease = { readonly terms: ReleaseTerms; readonly release: SealedRelease };

/** Longer than a code lives, so that the code is what ends first. */
const lifetimeMs = 5 * 60_000;

const ofGrant = eq(releases.grantHash, sql.placeholder('grantHash'));
const finding = builtOnce((db) => db.select().from(releases).where(ofGrant).prepare());
const dropping = builtOnce((db) => db.delete(releases).where(ofGrant).prepare());

const placeOf = (grantHash: string): Place => `releases/terms/${grantHash}`;

export function keepRelease(
  tx: Pick<Bff['db'], 'insert'>,
  { keys }: Pick<Bff, 'keys'>,
  grantId: string,
  { terms, release }: KeptRelease,
  /** How long it waits for a press before there is a code (AGENCY-52). */
  waitsMs: number,
): void {
  const grantHash = rowHash.grant(grantId);
  tx.insert(releases)
    .values({
      grantHash,
      termsSealed: sealRow(keys.secret('storageSealing'), placeOf(grantHash), terms),
      releaseSealed: release,
      expiresAt: terms.consentedAt + waitsMs + lifetimeMs,
    })
    .run();
}

export function findRelease(
  { db, keys }: Pick<Bff, 'db' | 'keys'>,
  grantId: string,
): KeptRelease | undefined {
  const grantHash = rowHash.grant(grantId);
  const row = finding(db).get({ grantHash });
  if (row === undefined) return undefined;
  const terms = openRow(keys.secret('storageSealing'), placeOf(grantHash), row.termsSealed);
  return { terms: terms as ReleaseTerms, release: row.releaseSealed };
}

export function dropRelease(tx: Pick<Bff['db'], 'delete'>, grantId: string): void {
  dropping(tx).run({ grantHash: rowHash.grant(grantId) });
}
