import { msg } from '@lingui/core/macro';
import { i18n, type MessageDescriptor } from '@lingui/core';
import type { CallProblem } from './call.ts';
import { clockTimeWithin } from './clock-time.ts';

/** What a person reads for each refusal: what happened, and what to do. One row per code; no code is left out. */
const texts: Record<CallProblem['code'], MessageDescriptor> = {
  malformed_request: msg({
    id: 'problem.malformed',
    message: 'Something in that was not as it should be. Check what you entered and try again.',
  }),
  unsupported_media_type: msg({
    id: 'problem.media',
    message: 'That could not be sent. Reload the page and try again.',
  }),
  request_too_large: msg({
    id: 'problem.too-large',
    message: 'That is too large to send. Choose a smaller photo.',
  }),
  cross_site_request: msg({
    id: 'problem.cross-site',
    message: 'That did not come from this page. Reload it and try again.',
  }),
  not_found: msg({
    id: 'problem.not-found',
    message: 'That is not here any more. Go back and start again.',
  }),
  method_not_allowed: msg({
    id: 'problem.method',
    message: 'That could not be sent. Reload the page and try again.',
  }),
  signed_out: msg({
    id: 'problem.signed-out',
    message: 'You are signed out. Everything you finished is kept. Sign in to go on.',
  }),
  another_account: msg({
    id: 'problem.another-account',
    message: 'Somebody else signed in here in another tab. Sign in again to go on.',
  }),
  signed_in_already: msg({
    id: 'problem.signed-in-already',
    message: 'Somebody is signed in here. Sign out first.',
  }),
  second_factor_required: msg({
    id: 'problem.second-factor',
    message: 'Finish signing in with your second step first.',
  }),
  unlock_required: msg({
    id: 'problem.unlock',
    message: 'Enter your password to open your vault first.',
  }),
  link_expired: msg({
    id: 'problem.link',
    message: 'That link was used already or is older than 24 hours. Ask for a new one.',
  }),
  wrong_credentials: msg({
    id: 'problem.credentials',
    message: 'The e-mail address or the password is not right.',
  }),
  wrong_code: msg({
    id: 'problem.wrong-code',
    message: 'That code is not right. Check it and try again.',
  }),
  wrong_passkey: msg({
    id: 'problem.wrong-passkey',
    message: 'That passkey did not work. Try again, or use another way.',
  }),
  code_expired: msg({
    id: 'problem.code-expired',
    message: 'That took too long, and the code has expired. Start this step again.',
  }),
  phone_unreachable: msg({
    id: 'problem.phone-unreachable',
    message: 'No message can be delivered to that number. Check it, or choose another second step.',
  }),
  too_many_attempts: msg({ id: 'problem.too-many', message: 'You have tried too often.' }),
  last_second_factor: msg({
    id: 'problem.last-second-factor',
    message: 'This is your only second step. Add another one first.',
  }),
  still_opens_vault: msg({
    id: 'problem.still-opens',
    message: 'This passkey still opens your vault. Try again from the list of your second steps.',
  }),
  limit_reached: msg({
    id: 'problem.limit-reached',
    message: 'You have as many of these as one account can have. Remove one first.',
  }),
  password_change_due: msg({
    id: 'problem.password-change-due',
    message:
      'A new password, new locks for your vault or a new recovery key come first. Sign in once more, and Signet leads you there. If you do not know your password, give your recovery key at “I forgot my password”.',
  }),
  second_step_due: msg({
    id: 'problem.second-step-due',
    message:
      'No second step of your account is left, and another one comes first. Reload this page, and Signet leads you there.',
  }),
  authenticator_disabled: msg({
    id: 'problem.disabled',
    message:
      'This was tried wrongly too often and is switched off. Sign in with a browser that you used before, with a passkey, or with your recovery key. If you can do none of these, ask for a reset at “I forgot my password”. A day later, open its link in this browser: your password is taken here again, that stops the reset, and nothing is lost.',
  }),
  codes_disabled: msg({
    id: 'problem.codes-disabled',
    message:
      'Codes were tried wrongly too often and are switched off here. Sign in with a browser that you used before, or with a passkey, and choose another password: somebody may know yours. If you can do neither, say that you lost all of these; that takes a day.',
  }),
  vault_moved_on: msg({
    id: 'problem.vault-moved',
    message: 'Your vault was changed in another tab. Reload this page, then try again.',
  }),
  vault_missing: msg({
    id: 'problem.vault-missing',
    message: 'There is no vault for this account.',
  }),
  wrong_step: msg({
    id: 'problem.wrong-step',
    message: 'You have moved on in another tab. Reload this page to go on where you are.',
  }),
  already_verified: msg({
    id: 'problem.already-verified',
    message: 'You have proved who you are already.',
  }),
  identity_in_use: msg({
    id: 'problem.identity-in-use',
    message:
      'What you proved does not go with this account. Reload this page to see what you can do.',
  }),
  identity_frozen: msg({
    id: 'problem.identity-frozen',
    message:
      'Your identity is frozen, because somebody said that it was not them who proved it. Prove who you are anew to lift that; two people look at it first.',
  }),
  interaction_gone: msg({
    id: 'problem.interaction',
    message:
      'The agency’s request has ended. Go back to the agency and start again there. Everything you did here is kept.',
  }),
  agency_unknown: msg({
    id: 'problem.agency',
    message: 'This agency is not registered with Signet, so nothing can be shared with it.',
  }),
  agreement_over: msg({
    id: 'problem.agreement-over',
    message:
      'The agreement between this agency and Signet is not in force, so nothing can be shared with it. It is nothing that you did.',
  }),
  release_not_accepted: msg({
    id: 'problem.release',
    message: 'That could not be shared. Nothing left your browser. Try again.',
  }),
  addresses_changed: msg({
    id: 'problem.addresses-changed',
    message:
      'Your e-mail addresses have changed since this page was opened, so nothing was shared. What you see now is what would be shared.',
  }),
  agency_changed: msg({
    id: 'problem.agency-changed',
    message:
      'What this agency has registered with Signet has changed since this page was opened, so nothing was shared. Read what it asks now before you decide.',
  }),
  agency_unchecked: msg({
    id: 'problem.agency-unchecked',
    message:
      'We could not check whether this agency is still registered as you read it here, so nothing was shared. Try again in a moment.',
  }),
  clock_wrong: msg({
    id: 'problem.clock-wrong',
    message:
      'The clock of this device and ours are more than a day apart, so nothing was shared. Set date and time of this device right, then reload this page. If they are right, the mistake is ours.',
  }),
  identity_suspended: msg({
    id: 'problem.identity-suspended',
    message:
      'Your verified identity is suspended, so it cannot be shared now. We wrote to you when it happened. Nothing left your browser.',
  }),
  temporarily_unavailable: msg({
    id: 'problem.unavailable',
    message:
      'We cannot do that right now. It is our problem, not yours: nothing was lost, and it did not count as a try. Try again in a few minutes.',
  }),
  no_answer: msg({
    id: 'problem.no-answer',
    message:
      'No answer came from Signet. Your connection may be interrupted, or the problem is ours: we cannot tell which. Check your connection, then try again.',
  }),
  offline: msg({
    id: 'problem.offline',
    message:
      'This device is offline, so no answer can come from Signet. Connect it to the internet, then try again.',
  }),
  outcome_unknown: msg({
    id: 'problem.outcome-unknown',
    message:
      'No answer came, so we do not know whether this took effect. Keep what you had and what is new, and try again here: we look first.',
  }),
  page_outdated: msg({
    id: 'problem.page-outdated',
    message:
      'This page is older than what is in your vault, so it changed nothing there, and nothing was lost. Reload this page. If you then read this again, it is our mistake: try again later.',
  }),
  internal_error: msg({
    id: 'problem.internal',
    message: 'Something went wrong on our side. Nothing was lost. Try again.',
  }),
};

export function problemText({
  code,
  ...tries
}: Pick<CallProblem, 'code' | 'attemptsLeft' | 'retryAt'>): string {
  return [i18n._(texts[code]), ...triesSentences(tries)].join(' ');
}

/** How many tries are left, unless none is, and from when on there are more. */
export function triesSentences({
  attemptsLeft,
  retryAt,
}: Pick<CallProblem, 'attemptsLeft' | 'retryAt'>): readonly string[] {
  const sentences: string[] = [];
  if (attemptsLeft !== undefined && attemptsLeft > 0) {
    sentences.push(
      i18n._({
        id: 'problem.attempts-left',
        message: 'Tries left: {attemptsLeft}.',
        values: { attemptsLeft },
      }),
    );
  }
  if (retryAt !== undefined) {
    sentences.push(
      i18n._({
        id: 'problem.retry-at',
        message: 'You can try again at {when}.',
        values: { when: clockTimeWithin(retryAt) },
      }),
    );
  }
  return sentences;
}
