import { claims, claimsOfName, valuesByName, verifiedNames, type ClaimName } from './claims.ts';
import type { ReplyOf } from './operation.ts';
import type { operationTable } from './operation-table.ts';
import { answeredNames } from './requested-claims.ts';
import { verificationOf, type CredentialFacts } from './verification.ts';

type Asked = Pick<ReplyOf<typeof operationTable.readInteraction>, 'byScope' | 'byName'>;

/**
 * AGENCY-30: what is asked for by name is compared with what was verified before anything is disclosed, since of a sealed release
 * nobody could take anything back. An address is compared by the bff, which knows it. `now` in seconds.
 */
export function answerable(
  listed: readonly ClaimName[],
  { byScope, byName }: Asked,
  values: Readonly<Record<string, unknown>>,
  now: number,
): readonly ClaimName[] {
  const proofed = listed.filter((claim) => claims[claim].proofed);
  const { beside, verified } = answeredNames(byName, byScope, {
    claims: valuesByName(values, proofed),
    verification: verificationOf(values as unknown as CredentialFacts, proofed),
    verified: verifiedNames,
    now,
  });
  const answered = [...beside, ...verified].flatMap((name) => claimsOfName(name));
  return listed.filter((claim) => !claims[claim].proofed || answered.includes(claim));
}
