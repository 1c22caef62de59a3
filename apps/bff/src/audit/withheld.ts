import { activityKinds, type ActivityKind } from '@signet/contracts/account';
import type { AuditEvent } from './events.ts';

// AUTH-13, for the compiler: what is recorded is shown to whose it is, or stands here with the reason why not.

activityKinds satisfies readonly AuditEvent[];

/** Events that are tied to no account, so that nobody could be shown them (`recordEvent` refuses an account). */
export const tiedToNobody = {
  'sign-up.begun': 'there is no account yet',
  'sign-up.email-confirmed': 'there is no account yet',
  'sign-in.password-failed':
    'whoever guesses is not the owner, and the address may have no account',
  'account.deleted': 'the account is gone; that one was is all that is remembered',
  'agency.agreement-over': 'about an agency’s request, before anybody signed in',
  'agency.request-trimmed': 'about an agency’s request, before anybody signed in',
} as const satisfies Readonly<Record<Exclude<AuditEvent, ActivityKind>, string>>;

/** Fields that are kept of an event and not shown with it. */
export const withheld: Readonly<Record<string, string>> = {
  vote: 'one reviewer’s vote, read before the other’s, tells which way a decision leans; the outcome is shown',
};
