import { eq } from 'drizzle-orm';
import type { FindAccount } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import { emailOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { accounts } from '../db/schema.ts';
import { redeemCode } from './redeem-code.ts';
import type { Redemption } from './redemption.ts';
import { openTokenClaims } from './token-claims.ts';

/**
 * Gives the engine an account and its claims. The ID token gets none but `sub` (AGENCY-5). Userinfo gets what the access
 * token opens, and the e-mail address if it was asked for; the engine leaves out what was refused.
 */
export function createFindAccount(bff: Bff, redemption: () => Redemption): FindAccount {
  return async (_ctx, sub, token) => {
    const accountId = sub as AccountId;
    const found = bff.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .get();
    if (found === undefined) return undefined;
    if (token?.kind === 'AuthorizationCode')
      await redeemCode(bff, redemption(), token.grantId ?? '');
    const released = token?.kind === 'AccessToken' ? openTokenClaims(bff, token.jti) : {};

    return {
      accountId,
      async claims(use, scope) {
        if (use !== 'userinfo') return { sub };
        const email = scope.split(' ').includes('email')
          ? { email: emailOf(bff, accountId), email_verified: true }
          : {};
        return { ...released, ...email, sub };
      },
    };
  };
}
