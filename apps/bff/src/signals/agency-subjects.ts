import { and, eq, isNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { pairwiseSubject } from '../oidc/pairwise-subject.ts';
import { agencySubjects } from './schema.ts';

type Keys = Pick<Bff, 'keys'>;
type Reading = Pick<Bff['db'], 'select'>;

export function subjectAt({ keys }: Keys, agency: Agency, accountId: AccountId): string {
  return pairwiseSubject(keys.secret('pairwise'), agency.sector, accountId);
}

/** From now on the agency is told what happens to the account; call it in the transaction in which the person said yes. */
export function rememberSubject(
  bff: Keys,
  tx: Pick<Bff['db'], 'insert'>,
  agency: Agency,
  accountId: AccountId,
): void {
  const subjectDigest = digestOf(bff, agency, subjectAt(bff, agency, accountId));
  tx.insert(agencySubjects)
    .values({ clientId: agency.clientId, accountId, subjectDigest })
    .onConflictDoUpdate({
      target: [agencySubjects.clientId, agencySubjects.accountId],
      // The identifier is another where the agency's sector changed.
      set: { subjectDigest, stoppedAt: null },
    })
    .run();
}

/** The person stopped sharing with the agency. */
export function stopTelling(
  tx: Pick<Bff['db'], 'update'>,
  clientId: string,
  accountId: AccountId,
  now: number,
): void {
  tx.update(agencySubjects)
    .set({ stoppedAt: now })
    .where(and(eq(agencySubjects.clientId, clientId), eq(agencySubjects.accountId, accountId)))
    .run();
}

/** Whose identifier it is at this agency; undefined for one that the agency does not have from us. */
export function accountOfSubject(
  bff: Keys,
  db: Reading,
  agency: Agency,
  subject: string,
): AccountId | undefined {
  return db
    .select({ accountId: agencySubjects.accountId })
    .from(agencySubjects)
    .where(
      and(
        eq(agencySubjects.clientId, agency.clientId),
        eq(agencySubjects.subjectDigest, digestOf(bff, agency, subject)),
      ),
    )
    .get()?.accountId;
}

export function agenciesToTell(db: Reading, accountId: AccountId): string[] {
  return db
    .select({ clientId: agencySubjects.clientId })
    .from(agencySubjects)
    .where(and(eq(agencySubjects.accountId, accountId), isNull(agencySubjects.stoppedAt)))
    .all()
    .map(({ clientId }) => clientId);
}

function digestOf({ keys }: Keys, agency: Agency, subject: string) {
  return keyedDigest(keys.secret('agencySubjects'), agency.clientId, subject);
}
