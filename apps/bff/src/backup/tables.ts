import type { Db } from '../db/open.ts';

/**
 * What a backup takes of each table. Parents come before those that refer to them. Every table is in one of the lists; a test compares
 * them with the database.
 */

const ofAccount = 'account_id';
const ofApplication = '(SELECT account_id FROM applications WHERE id = application_id)';

/** Rows of an account, with the expression that says of which: sealed with its key, and gone with it. */
// prettier-ignore
export const accountTables: Readonly<Record<string, string>> = {
  accounts:           'id',
  emails:             ofAccount,
  removed_emails:     ofAccount,
  authenticators:     ofAccount,
  backup_codes:       '(SELECT account_id FROM authenticators WHERE id = authenticator_id)',
  vaults:             ofAccount,
  vault_slots:        ofAccount,
  vault_records:      ofAccount,
  pending_changes:    ofAccount,
  applications:       ofAccount,
  facts:              ofApplication,
  step_replies:       ofApplication,
  reviews:            ofApplication,
  review_votes:       ofApplication,
  postal_letters:     ofAccount,
  identities:         ofAccount,
  identity_notices:   ofAccount,
  waits:              ofAccount,
  wait_stops:         '(SELECT account_id FROM waits WHERE id = wait_id)',
  devices:            ofAccount,
  disavowals:         ofAccount,
  connections:        ofAccount,
  agency_subjects:    ofAccount,
  audit_events:       ofAccount,
};

/** The same, where the account is hidden in a keyed digest. */
export const ownerTables = ['credential_status', 'identity_suspensions'] as const;

/**
 * Rows of nobody, with what says so. What is kept of people whose account is gone no deletion takes out of a backup: none of it can be read,
 * and without it a restore would silence notices and undo that somebody was disowned (PROOF-22).
 */
// prettier-ignore
export const commonTables: Readonly<Record<string, string>> = {
  audit_events:       'account_id IS NULL',
  credential_status:  'owner_digest IS NULL',
  disowned_people:    'true',
  orphaned_notices:   'true',
  received_signals:   'true',
};

/**
 * What lives for minutes or hours: a restored Signet knows no session, no request of an agency and nothing that was on its way. Of limits
 * some count for a year, and count anew. A letter whose account is gone has a name and an address in it, sealed to the printer.
 */
export const leftOut = [
  'challenges',
  'connection_grants',
  'hand_off_photographs',
  'hand_offs',
  'limits',
  'login_attempts',
  'logouts',
  'mail_queue',
  'oidc_rows',
  'orphaned_letters',
  'published_keys',
  'releases',
  'sessions',
  'sign_ups',
  'signals',
  'text_codes',
  'used_once',
] as const;

/** Every change that made the tables what they are. */
export function changesOf($client: Db['$client']): string[] {
  return $client.prepare('SELECT name FROM migrations ORDER BY name').pluck().all() as string[];
}
