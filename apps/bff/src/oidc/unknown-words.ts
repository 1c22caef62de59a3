import { claimsByScope, loginGovScopes } from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';
import { isKnownLevel } from './assurance.ts';

/**
 * AGENCY-43: scopes and levels that mean nothing here, for the agency's log. They are left aside (OpenID Connect Core §3.1.2.1), so that
 * one that is misspelt would be found by nobody. No more of them than somebody reads, and none of another form than such a word has:
 * whoever made the request chose them.
 */
export function unknownWords({ profile }: Agency, scope: unknown, levels: unknown): string[] {
  const isScope = (word: string) =>
    Object.hasOwn(claimsByScope, word) ||
    (profile === 'login.gov' && Object.hasOwn(loginGovScopes, word));
  return [
    ...words('scope', scope, /^[A-Za-z][\w:.-]{0,59}$/, isScope),
    ...words('acr_values', levels, /^(?:urn:|https?:\/\/)[\w.:/?=-]{1,99}$/, isKnownLevel),
  ];
}

function words(
  parameter: string,
  value: unknown,
  form: RegExp,
  isKnown: (word: string) => boolean,
): string[] {
  if (typeof value !== 'string') return [];
  return [...new Set(value.split(' '))]
    .filter((word) => form.test(word) && !isKnown(word))
    .slice(0, 10)
    .map((word) => `${parameter}:${word}`);
}
