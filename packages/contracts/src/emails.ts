import * as v from 'valibot';
import { emailId } from './ids.ts';
import { operations } from './operation.ts';
import { base64url, instant, namedAddress, newEmailAddress, nothing } from './text.ts';

/** How many addresses one account may have, confirmed or not. */
export const emailLimit = 5;

export const emailOperations = operations({
  readEmails: {
    method: 'GET',
    path: '/api/account/emails',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      emails: v.array(
        v.strictObject({
          id: emailId,
          email: namedAddress,
          primary: v.boolean(),
          confirmed: v.boolean(),
          addedAt: instant,
        }),
      ),
    }),
    problems: [],
  },
  /** Sends a link to the address. One that belongs to another account is answered alike, and gets another letter (AUTH-2). */
  addEmail: {
    method: 'POST',
    path: '/api/account/emails/add',
    session: 'signed-in',
    input: v.strictObject({ email: newEmailAddress }),
    reply: nothing,
    problems: ['unlock_required', 'limit_reached'],
  },
  /** The link may be opened in any browser: it proves the address and nothing else. */
  confirmAddress: {
    method: 'POST',
    path: '/api/account/emails/confirm',
    session: 'none',
    input: v.strictObject({ token: base64url(64) }),
    reply: nothing,
    problems: ['link_expired'],
  },
  makeEmailPrimary: {
    method: 'POST',
    path: '/api/account/emails/make-primary',
    session: 'signed-in',
    input: v.strictObject({ id: emailId }),
    reply: nothing,
    problems: ['unlock_required', 'not_found'],
  },
  /** Not the primary one: another has to take its place first. */
  removeEmail: {
    method: 'POST',
    path: '/api/account/emails/remove',
    session: 'signed-in',
    input: v.strictObject({ id: emailId }),
    reply: nothing,
    problems: ['unlock_required', 'not_found'],
  },
});
