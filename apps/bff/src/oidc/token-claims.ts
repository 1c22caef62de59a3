import { eq, sql } from 'drizzle-orm';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import type { OpenedRelease } from '../consent/open-release.ts';
import { dropRelease } from '../consent/releases.ts';
import type { SealedDelivery } from '../consent/sealed-delivery.ts';
import type { Redemption, SignIn } from './redemption.ts';
import { rowHash } from './row-hash.ts';
import { tokenClaims } from './schema.ts';
import { openRow, sealRow, type Place } from './seal-row.ts';

/** What an access token stands for: what was released with it, and how the person had signed in. */
export type TokenContent = {
  readonly release?: OpenedRelease;
  readonly sealed?: SealedDelivery;
  readonly signIn?: SignIn;
};

const keeping = builtOnce((db) =>
  db
    .insert(tokenClaims)
    .values({
      tokenHash: sql.placeholder('tokenHash'),
      claimsSealed: sql.placeholder('claimsSealed'),
    })
    .prepare(),
);
const byHash = builtOnce((db) =>
  db
    .select({ claimsSealed: tokenClaims.claimsSealed })
    .from(tokenClaims)
    .where(eq(tokenClaims.tokenHash, sql.placeholder('tokenHash')))
    .prepare(),
);

const placeOf = (tokenHash: string): Place => `token_claims/claims/${tokenHash}`;

/**
 * Seals the opened claims under the access token, and drops the release they came from, in the transaction that writes the
 * token. The row dies with the token's row.
 */
export function keepTokenClaims(
  { db, now }: Pick<Bff, 'db' | 'now'>,
  { opened, signIn }: Redemption,
  token: string,
  tokenHash: string,
): void {
  if (opened === undefined && signIn === undefined) return;
  const content: TokenContent = {
    ...contentOf(opened),
    ...(signIn === undefined ? {} : { signIn }),
  };
  keeping(db).run({ tokenHash, claimsSealed: sealRow(token, placeOf(tokenHash), content) });
  if (opened === undefined) return;
  const { grantId, terms } = opened;
  dropRelease(db, grantId);
  recordEvent(db, now(), 'release.delivered', terms.accountId, {
    clientId: terms.clientId,
    claims: terms.claims.join(' '),
  });
}

export function contentOf(opened: Redemption['opened']): TokenContent {
  if (opened?.release !== undefined) return { release: opened.release };
  return opened?.sealed === undefined ? {} : { sealed: opened.sealed };
}

/** What a presented access token opens. */
export function readTokenClaims({ db }: Pick<Bff, 'db'>, token: string): TokenContent {
  const tokenHash = rowHash.id('AccessToken', token);
  const row = byHash(db).get({ tokenHash });
  return row === undefined
    ? {}
    : (openRow(token, placeOf(tokenHash), row.claimsSealed) as TokenContent);
}
