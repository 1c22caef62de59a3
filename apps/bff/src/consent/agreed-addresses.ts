import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { AccountId, EmailId } from '@signet/contracts/ids';
import { openEmail } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { emails } from '../db/schema.ts';
import { connections } from './schema.ts';

type Addresses = {
  /** The one that was agreed to for this agency, while it is still theirs. */
  readonly email: string | undefined;
  /** Of all that were agreed to, those that are still theirs. */
  readonly all: readonly string[];
  /** Whether there is one that was not agreed to. */
  readonly hasOthers: boolean;
};

const confirmedBy = builtOnce((db) =>
  db
    .select({ id: emails.id, sealed: emails.emailSealed })
    .from(emails)
    .where(and(eq(emails.accountId, sql.placeholder('accountId')), isNotNull(emails.confirmedAt)))
    .orderBy(desc(emails.isPrimary), asc(emails.createdAt))
    .prepare(),
);

const agreedBy = builtOnce((db) =>
  db
    .select({ emailId: connections.emailId, allEmailIds: connections.allEmailIds })
    .from(connections)
    .where(
      and(
        eq(connections.accountId, sql.placeholder('accountId')),
        eq(connections.clientId, sql.placeholder('clientId')),
      ),
    )
    .prepare(),
);

/** AGENCY-50: what this agency may know, which is what was agreed to and not what has been added or made the main one since. */
export function agreedAddresses(
  bff: Pick<Bff, 'db' | 'keys'>,
  accountId: AccountId,
  clientId: string,
): Addresses {
  const agreed = agreedBy(bff.db).get({ accountId, clientId });
  const all = idsIn(agreed?.allEmailIds ?? '');
  const own = confirmedBy(bff.db).all({ accountId });
  const chosen = own.find(({ id }) => id === agreed?.emailId);
  return {
    email: chosen === undefined ? undefined : openEmail(bff, chosen.sealed),
    all: own.filter(({ id }) => all.includes(id)).map(({ sealed }) => openEmail(bff, sealed)),
    hasOthers: own.some(({ id }) => !all.includes(id)),
  };
}

/** Which addresses the person saw and agreed to. */
export type AddressIds = {
  readonly emailId: EmailId | undefined;
  readonly allEmailIds: readonly EmailId[] | undefined;
};

/** AGENCY-50: whether all of them are confirmed addresses of this account. */
export function areStillTheirs(
  { db }: Pick<Bff, 'db'>,
  accountId: AccountId,
  { emailId, allEmailIds = [] }: AddressIds,
): boolean {
  const own = confirmedBy(db).all({ accountId });
  const named = emailId === undefined ? allEmailIds : [...allEmailIds, emailId];
  return named.every((one) => own.some(({ id }) => id === one));
}

const idsIn = (text: string) => text.split(' ') as EmailId[];
