import { eq, sql } from 'drizzle-orm';
import { errors, type AccessToken, type AuthorizationCode, type FindAccount } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { agreedAddresses } from '../consent/agreed-addresses.ts';
import { sealedClaims } from '../consent/sealed-delivery.ts';
import { accounts } from '../db/schema.ts';
import { deliveredClaims, hasAgreed } from './delivered-claims.ts';
import { refuseProofAhead } from './proof-ahead.ts';
import { redeemCode } from './redeem-code.ts';
import type { Redemption } from './redemption.ts';
import { agreementOver, refuseOverAgreement } from './require-agreement.ts';
import { tokenContent, type TokenContent } from './token-claims.ts';

/**
 * Gives the engine an account and its claims. The ID token gets none but `sub` (AGENCY-5), unless the registry says otherwise
 * for a client of Login.gov. Userinfo gets what the access token opens, and the e-mail address if it was asked for; the
 * engine leaves out what was refused.
 */
export function createFindAccount(bff: Bff, redemption: () => Redemption): FindAccount {
  const byId = bff.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('accountId')))
    .prepare();
  return async (ctx, sub, token) => {
    const accountId = sub as AccountId;
    // An access token was just found, and goes with its account.
    if (token?.kind !== 'AccessToken' && byId.get({ accountId }) === undefined) return undefined;
    const agency = findAgency(bff.registry, token?.clientId);
    // Whose token it is the engine learns after it looked at the proof.
    if (token?.kind === 'AccessToken') refuseProofAhead(ctx, agency);
    const content =
      token?.kind === 'AccessToken'
        ? carried(bff, token as AccessToken, agency)
        : redeemed(bff, redemption(), token as AuthorizationCode | undefined, agency);

    return {
      accountId,
      async claims(use, scope, asked) {
        if (agency === undefined) return { sub };
        const email = emailClaims(bff, accountId, agency, (wanted) =>
          asksFor(wanted, agency, scope, asked),
        );
        const claims = deliveredClaims(agency, use, asked, {
          issuer: bff.config.issuer,
          content,
          email,
          now: Math.floor(bff.now() / 1_000),
        });
        return { ...claims, ...sealedClaims(use, content.sealed), sub };
      },
    };
  };
}

/** AGENCY-42: a token that was given in time is worth nothing afterwards. */
function carried(bff: Bff, token: AccessToken, agency: Agency | undefined): TokenContent {
  if (agency !== undefined && !agreementHolds(agency, bff.now()))
    throw new errors.InvalidToken(agreementOver);
  return token.extra ?? {};
}

function redeemed(
  bff: Bff,
  redemption: Redemption,
  token: AuthorizationCode | undefined,
  agency: Agency | undefined,
): TokenContent {
  if (token?.kind !== 'AuthorizationCode') return {};
  // Whoever has a key or a secret was refused when it was looked at.
  refuseOverAgreement(agency, bff.now());
  const { acr, amr } = token;
  if (agency?.profile === 'login.gov') redemption.signIn = { acr: acr ?? '', amr: amr ?? [] };
  redeemCode(bff, redemption, token.grantId ?? '');
  return tokenContent(redemption);
}

function emailClaims(
  bff: Bff,
  accountId: AccountId,
  agency: Agency,
  isAskedFor: (wanted: 'email' | 'all_emails') => boolean,
): Readonly<Record<string, unknown>> {
  const wantsOne = isAskedFor('email');
  const wantsAll = isAskedFor('all_emails');
  if (!wantsOne && !wantsAll) return {};
  const { email, all } = agreedAddresses(bff, accountId, agency.clientId);
  return {
    ...(wantsOne && email !== undefined ? { email, email_verified: true } : {}),
    ...(wantsAll ? { all_emails: all } : {}),
  };
}

/** The scope is called like the claim. */
function asksFor(
  wanted: 'email' | 'all_emails',
  agency: Agency,
  scope: string,
  asked: object,
): boolean {
  return (
    hasAgreed(agency, wanted) && (scope.split(' ').includes(wanted) || Object.hasOwn(asked, wanted))
  );
}
