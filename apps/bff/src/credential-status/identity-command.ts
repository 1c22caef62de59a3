import { and, count, eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { findAgency } from '../agencies/find-agency.ts';
import { accounts } from '../db/schema.ts';
import { accountOfSubject } from '../signals/agency-subjects.ts';
import { reinstateIdentity, suspendIdentity, type OperatorsBff } from './change-status.ts';
import { credentialOwner } from './owner.ts';
import { credentialStatus, identitySuspensions, suspensionReasons } from './schema.ts';

const identityUsage = `usage: npm run -s identity -- COMMAND WHOSE [REASON]

  suspend WHOSE REASON   no copy of the identity can be shared; agencies that check see it
  reinstate WHOSE        it can be shared again
  show WHOSE             whether it is suspended, since when, and how many copies are out

WHOSE   an account (sub_…), or as an agency names it: a person as CLIENT_ID/SUB, a copy as LIST:INDEX of its status list
REASON  ${suspensionReasons.join(', ')}`;

/** What an operator may do to an identity: take it out of use and back. Nothing here reads one (AUTH-20). */
export function identityCommand(bff: OperatorsBff, words: readonly string[]): string {
  const [command, whose = '', reason = ''] = words;
  if (command === undefined || whose === '') return identityUsage;
  const accountId = accountNamed(bff, whose);
  if (accountId === undefined) throw new Error(`There is no account behind ${whose}.`);

  if (command === 'show') return describe(bff, accountId);
  if (command === 'suspend') {
    const known = suspensionReasons.find((one) => one === reason);
    if (known === undefined)
      throw new Error(`The reason must be one of ${suspensionReasons.join(', ')}.`);
    const done = bff.db.transaction((tx) => suspendIdentity(bff, tx, accountId, known));
    return done ? `Suspended: ${accountId}. Its owner is told.` : 'It was suspended already.';
  }
  if (command === 'reinstate') {
    const done = bff.db.transaction((tx) => reinstateIdentity(bff, tx, accountId));
    return done ? `Reinstated: ${accountId}. Its owner is told.` : 'It is not suspended.';
  }
  return identityUsage;
}

function accountNamed(bff: OperatorsBff, whose: string): AccountId | undefined {
  const [, clientId, subject = ''] = /^([^/]+)\/(.+)$/.exec(whose) ?? [];
  if (clientId !== undefined) {
    const agency = findAgency(bff.registry, clientId);
    if (agency === undefined) throw new Error(`No agency is ${clientId} in the registry.`);
    return accountOfSubject(bff, bff.db, agency, subject);
  }
  const all = bff.db.select({ id: accounts.id }).from(accounts);
  const place = /^(\d{1,9}):(\d{1,9})$/.exec(whose);
  if (place === null) return all.where(eq(accounts.id, whose as AccountId)).get()?.id;
  const row = bff.db
    .select({ ownerDigest: credentialStatus.ownerDigest })
    .from(credentialStatus)
    .where(
      and(eq(credentialStatus.list, Number(place[1])), eq(credentialStatus.idx, Number(place[2]))),
    )
    .get();
  // The digest cannot be turned round, so every account is asked whether it is the one.
  return all.all().find(({ id }) => credentialOwner(bff, id) === row?.ownerDigest)?.id;
}

function describe(bff: OperatorsBff, accountId: AccountId): string {
  const ownerDigest = credentialOwner(bff, accountId);
  const suspended = bff.db
    .select()
    .from(identitySuspensions)
    .where(eq(identitySuspensions.ownerDigest, ownerDigest))
    .get();
  const copies = bff.db
    .select({ many: count() })
    .from(credentialStatus)
    .where(eq(credentialStatus.ownerDigest, ownerDigest))
    .get();
  const state =
    suspended === undefined
      ? 'not suspended'
      : `suspended since ${new Date(suspended.suspendedAt).toISOString()} (${suspended.reason})`;
  return `${accountId}: ${state}; places given for ${copies?.many ?? 0} copies.`;
}
