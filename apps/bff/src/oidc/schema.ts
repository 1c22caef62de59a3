import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AccountId } from '@signet/contracts/ids';
import type { SealedRelease } from '../consent/sealed-release.ts';
import type { KeyedDigest } from '../keys/keyed-digest.ts';
import type { SealedText } from '../keys/seal-text.ts';

// Instants are milliseconds since the epoch.

export const oidcRows = sqliteTable('oidc_rows', {
  idHash: text('id_hash').primaryKey(),
  model: text().notNull(),
  payloadSealed: text('payload_sealed').$type<SealedText>().notNull(),
  grantHash: text('grant_hash'),
  uidHash: text('uid_hash'),
  ownerDigest: text('owner_digest').$type<KeyedDigest>(),
  consumedAt: integer('consumed_at'),
  expiresAt: integer('expires_at').notNull(),
});

/** Assertions and proofs of clients, each of which counts once. */
export const usedOnce = sqliteTable('used_once', {
  idHash: text('id_hash').primaryKey(),
  expiresAt: integer('expires_at').notNull(),
});

export const releases = sqliteTable('releases', {
  grantHash: text('grant_hash').primaryKey(),
  termsSealed: text('terms_sealed').$type<SealedText>().notNull(),
  releaseSealed: text('release_sealed').$type<SealedRelease>().notNull(),
  expiresAt: integer('expires_at').notNull(),
});

/** Sign-outs that an agency has still to be told (OpenID Connect Back-Channel Logout 1.0). */
export const logouts = sqliteTable('logouts', {
  jti: text().primaryKey(),
  clientId: text('client_id').notNull(),
  logoutSealed: text('logout_sealed').$type<SealedText>().notNull(),
  createdAt: integer('created_at').notNull(),
  tries: integer().notNull(),
  nextTryAt: integer('next_try_at').notNull(),
});

/** Which of the engine's grants came of a connection, so that they end with it. */
export const connectionGrants = sqliteTable('connection_grants', {
  grantHash: text('grant_hash').primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  clientId: text('client_id').notNull(),
  expiresAt: integer('expires_at').notNull(),
  /** In seconds, as the engine knows a sign-in; null of grants that were given before this was kept. */
  signedInAt: integer('signed_in_at'),
  /** `acr` as it was told with the consent; null of grants that were given before this was kept, and after a "no" that came since. */
  level: text(),
});
