import type { AccountId } from '@signet/contracts/ids';
import { tokenHash } from './keyed-digest.ts';
import { newToken } from './new-id.ts';

/**
 * AUTH-22: one for each account that came to know the browser, the last first. None is ever known to a second account: whoever plants the
 * token of their own browser in somebody else's, or one that nobody issued, holds nothing that the next account knows.
 */
export type BrowserTokens = readonly string[];

/** People who share a browser; beyond them the one who was away longest is told of a new browser once more. */
export const mostTokens = 8;

/** In the database a token has another hash for every account: nobody sees there that two share a browser. */
export function browserOf(accountId: AccountId, token: string): string {
  return tokenHash(`${accountId}\0${token}`);
}

/** What `find` finds by any of them. For a browser without one it looks all the same. */
export function findBrowser<Found>(
  accountId: AccountId,
  tokens: BrowserTokens,
  find: (hash: string) => Found | undefined,
): Found | undefined {
  for (const token of tokens.length === 0 ? [''] : tokens) {
    const found = find(browserOf(accountId, token));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the browser keeps from now on: first the token that the account knows by `hash`, or a new one, which nobody saw before. */
export function tokensKnownBy(
  accountId: AccountId,
  tokens: BrowserTokens,
  hash: string | null | undefined,
): { readonly tokens: BrowserTokens; readonly hash: string } {
  const token = tokens.find((one) => browserOf(accountId, one) === hash) ?? newToken();
  return {
    tokens: [token, ...tokens.filter((one) => one !== token)].slice(0, mostTokens),
    hash: browserOf(accountId, token),
  };
}
