import {
  answerClaimsRequest,
  namesBeside,
  type AvailableClaims,
} from '@signet/contracts/requested-claims';
import { unwrapList } from '../agencies/listed-claims.ts';

/**
 * What of the available claims goes out for a request: everything a scope asked for, but for a claim that was asked for with
 * another value (AGENCY-30), and `verified_claims` as they were asked for.
 */
export function readClaims(
  section: Readonly<Record<string, unknown>>,
  available: AvailableClaims,
): Record<string, unknown> {
  const asked = unwrapList(section);
  const answered = answerClaimsRequest(asked, available);
  const beside = namesBeside(asked, Object.keys(available.claims), answered);
  const rest = Object.entries(available.claims).filter(([name]) => beside.includes(name));
  const { verified_claims: verified } = answered;
  return {
    ...Object.fromEntries(rest),
    ...(verified === undefined ? {} : { verified_claims: verified }),
  };
}
