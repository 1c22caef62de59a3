import {
  claims,
  claimsOfName,
  valuesByName,
  verifiedNames,
  type ClaimName,
} from '@signet/contracts/claims';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { answeredNames } from '@signet/contracts/requested-claims';
import { verificationOf, type CredentialFacts } from '@signet/contracts/verification';

type Asked = Pick<ReplyOf<typeof operationTable.readInteraction>, 'byScope' | 'byName'>;

/**
 * AGENCY-30: what is asked for by name is compared with what was verified before anything is disclosed, since of a sealed release
 * nobody could take anything back. An address is compared by the bff, which knows it.
 */
export function answerable(
  listed: readonly ClaimName[],
  { byScope, byName }: Asked,
  values: Readonly<Record<string, unknown>>,
): readonly ClaimName[] {
  const proofed = listed.filter((claim) => claims[claim].proofed);
  const { beside, verified } = answeredNames(byName, byScope, {
    claims: valuesByName(values, proofed),
    verification: verificationOf(values as unknown as CredentialFacts),
    verified: verifiedNames,
    now: Math.floor(Date.now() / 1_000),
  });
  const answered = [...beside, ...verified].flatMap((name) => claimsOfName(name));
  return listed.filter((claim) => !claims[claim].proofed || answered.includes(claim));
}
