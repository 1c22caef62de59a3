import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type {
  AccountId,
  ApplicationId,
  AuthenticatorId,
  EmailId,
  HandOffId,
  LetterId,
  SlotId,
} from '@signet/contracts/ids';
import type { Client } from '@signet/contracts/client';
import type { KeyStretching } from '@signet/contracts/key-stretching';
import type { Language } from '@signet/contracts/languages';
import type { LetterPurpose, LetterStatus } from '@signet/contracts/letter';
import type { ApplicationState } from '@signet/contracts/proofing';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import type { PendingChange } from '@signet/contracts/ceremonies';
import type {
  RecordPurpose,
  SealedManifest,
  SealedRecord,
  SealedSlot,
  SlotKind,
} from '@signet/vault/sealed';
import type { SealedText } from '../keys/seal-text.ts';
import type { KeyedDigest } from '../keys/keyed-digest.ts';
import type { KeyedByProofing, OpaqueRecord, SignedByProofing } from './made-elsewhere.ts';

// The types are the fence (ZONE-1): a sealed column takes what a maker of ciphertext made, never a plain string.

export const accounts = sqliteTable('accounts', {
  id: text().$type<AccountId>().primaryKey(),
  opaqueRecord: text('opaque_record').$type<OpaqueRecord>().notNull(),
  opaqueEpoch: integer('opaque_epoch').notNull(),
  /** What the record's password was stretched with. */
  stretching: text({ mode: 'json' }).$type<KeyStretching>().notNull(),
  /** SHA-256 of the recovery key's login proof: knows the key again and opens nothing. */
  recoveryProofDigest: text('recovery_proof_digest'),
  /** Null where no key counts any more. Whether it was shown: `waitsToBeShown`. */
  recoveryKeyMadeAt: integer('recovery_key_made_at'),
  /** When the record that held the one of the vault's beginning was removed. */
  recoveryKeyShownAt: integer('recovery_key_shown_at'),
  recoveryKeyCheckedAt: integer('recovery_key_checked_at'),
  createdAt: integer('created_at').notNull(),
  language: text().$type<Language>().notNull().default('en'),
  /** When the first second factor was added, or “this wasn't me” was said of a reset before one was: from then on the vault is handed over with one only. */
  guardedSince: integer('guarded_since'),
  verifiedAt: integer('verified_at'),
  /** Somebody else was signed in, or the recovery key was used: a new password comes before anything is shared. */
  passwordChangeDue: integer('password_change_due', { mode: 'boolean' }).notNull().default(false),
  /** The recovery key was used and not replaced yet; a passkey was lost that still has a slot. */
  recoveryKeyUsed: integer('recovery_key_used', { mode: 'boolean' }).notNull().default(false),
  locksDue: integer('locks_due', { mode: 'boolean' }).notNull().default(false),
  /** Somebody who got the notice of proofing said that it was not them. */
  frozenAt: integer('frozen_at'),
});

export const emails = sqliteTable('emails', {
  id: text().$type<EmailId>().primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  emailIndex: text('email_index').$type<KeyedDigest>().notNull(),
  emailSealed: text('email_sealed').$type<SealedText>().notNull(),
  isPrimary: integer('is_primary', { mode: 'boolean' }).notNull(),
  /** Until it is confirmed an address finds no account, and others may claim it too. */
  confirmedAt: integer('confirmed_at'),
  tokenHash: text('token_hash'),
  expiresAt: integer('expires_at'),
  createdAt: integer('created_at').notNull(),
});

export const signUps = sqliteTable('sign_ups', {
  id: text().primaryKey(),
  emailIndex: text('email_index').$type<KeyedDigest>().notNull(),
  emailSealed: text('email_sealed').$type<SealedText>().notNull(),
  tokenHash: text('token_hash').notNull(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  passwordSlotId: text('password_slot_id').$type<SlotId>().notNull(),
  expiresAt: integer('expires_at').notNull(),
  redeemedAt: integer('redeemed_at'),
});

export const sessions = sqliteTable('sessions', {
  /** Of its first token, and what all else of it is kept under; then of the one that stands for it now, and of the one before, whose end is set once somebody comes with that. */
  idHash: text('id_hash').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  formerTokenHash: text('former_token_hash'),
  formerTokenEndsAt: integer('former_token_ends_at'),
  stage: text()
    .$type<'sign-up' | 'first-factor' | 'enrolling' | 'resetting' | 'signed-in'>()
    .notNull(),
  accountId: text('account_id').$type<AccountId>(),
  signUpId: text('sign_up_id'),
  /** RFC 8176, separated by blanks: `pwd`, or `recovery` (it was lost) or `mail` (a link, for a reset only); `otp`, `sms` or `hwk`. */
  methods: text().notNull(),
  /** Of the passkey that was the second step of a password, or of a link in its place. */
  passkeyId: text('passkey_id').$type<AuthenticatorId>(),
  createdAt: integer('created_at').notNull(),
  signedInAt: integer('signed_in_at'),
  /** When the password, or the recovery key or a passkey in its place, was last proved in this session. */
  secretProvedAt: integer('secret_proved_at'),
  /** Which browser and what sort of device, coarsely. */
  client: text({ mode: 'json' }).$type<Client>(),
  idleEndsAt: integer('idle_ends_at').notNull(),
  absoluteEndsAt: integer('absolute_ends_at').notNull(),
});

export const loginAttempts = sqliteTable('login_attempts', {
  id: text().primaryKey(),
  purpose: text().$type<'sign-in' | 'unlock' | 'recovery' | 'passkey-only'>().notNull(),
  /** Absent when the address has no account. */
  accountId: text('account_id').$type<AccountId>(),
  stateSealed: text('state_sealed').$type<SealedText>().notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const authenticators = sqliteTable('authenticators', {
  id: text().$type<AuthenticatorId>().primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  kind: text().$type<SecondFactorKind>().notNull(),
  credentialId: text('credential_id'),
  publicKey: text('public_key'),
  counter: integer().notNull(),
  transports: text().notNull(),
  secretSealed: text('secret_sealed').$type<SealedText>(),
  /** Of text messages. */
  phoneSealed: text('phone_sealed').$type<SealedText>(),
  /** The last time step in which a one-time code was taken; it and earlier ones are spent (AUTH-6). */
  lastStep: integer('last_step').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
});

/** A code on its way to a telephone: a new one's number is in the row, another's stands with its authenticator. */
export const textCodes = sqliteTable(
  'text_codes',
  {
    sessionHash: text('session_hash').notNull(),
    purpose: text().$type<'add-phone' | 'sign-in'>().notNull(),
    codeDigest: text('code_digest').$type<KeyedDigest>().notNull(),
    phoneSealed: text('phone_sealed').$type<SealedText>(),
    authenticatorId: text('authenticator_id').$type<AuthenticatorId>(),
    triesLeft: integer('tries_left').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionHash, table.purpose] })],
);

/** What is left of an account's backup codes; a used one is deleted. */
export const backupCodes = sqliteTable('backup_codes', {
  codeDigest: text('code_digest').$type<KeyedDigest>().primaryKey(),
  authenticatorId: text('authenticator_id').$type<AuthenticatorId>().notNull(),
});

/** AUTH-21: what a person waits a day for, so that its owner can stop a stranger. */
export const waits = sqliteTable('waits', {
  id: text().primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  kind: text().$type<'new-vault' | 'new-second-factor' | 'everything-lost'>().notNull(),
  begunAt: integer('begun_at').notNull(),
  readyAt: integer('ready_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  /** Of the link that is sent when the day is over. */
  goOnHash: text('go_on_hash'),
  /** The browser that opened that link. For a new second factor, the next right password there goes without one. */
  confirmedBy: text('confirmed_by'),
});

/** The links that stop a wait: that of the first letter, and one for each address that was confirmed since. */
export const waitStops = sqliteTable('wait_stops', {
  tokenHash: text('token_hash').primaryKey(),
  waitId: text('wait_id').notNull(),
});

/** A browser in which this account was signed in before; the hash is another one for every account. */
export const devices = sqliteTable('devices', {
  tokenHash: text('token_hash').primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  client: text({ mode: 'json' }).$type<Client>(),
  firstUsedAt: integer('first_used_at').notNull(),
  lastUsedAt: integer('last_used_at').notNull(),
});

/** The link of a new-device notice: whoever opens it says that it was not them. */
export const disavowals = sqliteTable('disavowals', {
  tokenHash: text('token_hash').primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  /** When the first of the sign-ins was that it is about. */
  since: integer().notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const challenges = sqliteTable(
  'challenges',
  {
    sessionHash: text('session_hash').notNull(),
    purpose: text()
      .$type<'add-totp' | 'add-passkey' | 'use-passkey' | 'unlock-passkey'>()
      .notNull(),
    valueSealed: text('value_sealed').$type<SealedText>().notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionHash, table.purpose] })],
);

export const vaults = sqliteTable('vaults', {
  accountId: text('account_id').$type<AccountId>().primaryKey(),
  manifest: text().$type<SealedManifest>().notNull(),
  manifestVersion: integer('manifest_version').notNull(),
  /** When what opens it was last changed: null until it was. */
  slotsChangedAt: integer('slots_changed_at'),
  writeProofDigest: text('write_proof_digest'),
});

export const vaultSlots = sqliteTable(
  'vault_slots',
  {
    accountId: text('account_id').$type<AccountId>().notNull(),
    slotId: text('slot_id').notNull(),
    kind: text().$type<SlotKind>().notNull(),
    epoch: integer().notNull(),
    sealed: text().$type<SealedSlot>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.slotId] })],
);

export const vaultRecords = sqliteTable(
  'vault_records',
  {
    accountId: text('account_id').$type<AccountId>().notNull(),
    purpose: text().$type<RecordPurpose>().notNull(),
    version: integer().notNull(),
    sealed: text().$type<SealedRecord>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.purpose] })],
);

/** A change of what opens the vault, kept beside it until it was read back, opened and committed (FORMAT.md §8). */
export const pendingChanges = sqliteTable('pending_changes', {
  accountId: text('account_id').$type<AccountId>().primaryKey(),
  change: text({ mode: 'json' }).$type<PendingChange>().notNull(),
  proofDigest: text('proof_digest').notNull(),
  registrationRecord: text('registration_record').$type<OpaqueRecord>(),
  /** Under which the record was made. */
  opaqueEpoch: integer('opaque_epoch'),
  stretching: text({ mode: 'json' }).$type<KeyStretching>(),
  recoveryProofDigest: text('recovery_proof_digest'),
  writeProofDigest: text('write_proof_digest'),
  sessionHash: text('session_hash'),
  createdAt: integer('created_at').notNull(),
});

export const applications = sqliteTable('applications', {
  id: text().$type<ApplicationId>().primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  state: text().$type<ApplicationState>().notNull(),
  agencyClientId: text('agency_client_id'),
  codeHash: text('code_hash').$type<KeyedByProofing>(),
  codeExpiresAt: integer('code_expires_at'),
  codeTries: integer('code_tries').notNull(),
  ssnIndex: text('ssn_index').$type<KeyedByProofing>(),
  /** While proofing is asked to issue: until then it is asked for no other account of the same person. */
  issuingUntil: integer('issuing_until'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export type ApplicationRow = typeof applications.$inferSelect;

/** Which account has proved which person; the index is proofing's, and unique both ways but for accounts that were disowned. */
export const identities = sqliteTable('identities', {
  accountId: text('account_id').$type<AccountId>().primaryKey(),
  ssnIndex: text('ssn_index').$type<KeyedByProofing>().notNull(),
  claimedAt: integer('claimed_at').notNull(),
  /** Since when the person may prove themselves in another account. */
  disownedAt: integer('disowned_at'),
});

/** The links of notices of proofing, by which whoever gets one says that it was not them: one of each request, of which one is sent. */
export const identityNotices = sqliteTable('identity_notices', {
  tokenHash: text('token_hash').primaryKey(),
  /** Of whom it is: the person's index, for when the account is gone. Sealed under the link, which is not kept. */
  personSealed: text('person_sealed').$type<SealedText>(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  /** None after a reset of the vault, which the link outlives. */
  applicationId: text('application_id').$type<ApplicationId>(),
  /** Of the e-mails; that of the telephone and of the letter does not end with an address. */
  byMail: integer('by_mail', { mode: 'boolean' }).notNull().default(false),
  sentAt: integer('sent_at'),
  expiresAt: integer('expires_at').notNull(),
});

/** What two operators look at before it counts. Triggers keep the four eyes. */
export const reviews = sqliteTable('reviews', {
  applicationId: text('application_id').$type<ApplicationId>().primaryKey(),
  openedAt: integer('opened_at').notNull(),
  dueAt: integer('due_at').notNull(),
  outcome: text().$type<'passed' | 'refused'>(),
  decidedAt: integer('decided_at'),
  toldAt: integer('told_at'),
  /** Since when it waits for nobody, as its person began anew before it was decided. */
  closedAt: integer('closed_at'),
});

export const reviewVotes = sqliteTable(
  'review_votes',
  {
    applicationId: text('application_id').$type<ApplicationId>().notNull(),
    operator: text().notNull(),
    vote: text().$type<'pass' | 'refuse'>().notNull(),
    /** Ed25519, by the operator's own key, over the vote and the facts. */
    signature: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.applicationId, table.operator] })],
);

declare const sealedForPrinter: unique symbol;
/** What proofing sealed to the print shop (ZONE-1); made by `sealedForThePrinter`. */
export type SealedLetter = string & { readonly [sealedForPrinter]: true };
/** Letters with a code, for as long as the account exists: the person's record of them, without a word of what stands in one. */
export const postalLetters = sqliteTable('postal_letters', {
  id: text().$type<LetterId>().primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  /** A notice outlives its application; a code does not. */
  applicationId: text('application_id').$type<ApplicationId>(),
  purpose: text().$type<LetterPurpose>().notNull(),
  /** Stands in the postal barcode. */
  serial: text().notNull(),
  status: text().$type<LetterStatus>().notNull(),
  /** Until it is handed over. */
  letterSealed: text('letter_sealed').$type<SealedLetter>(),
  codeHash: text('code_hash').$type<KeyedByProofing>(),
  codeExpiresAt: integer('code_expires_at'),
  /** Outside the contiguous United States, where the post takes longer. */
  elsewhere: integer({ mode: 'boolean' }).notNull(),
  /** Whether it goes to the very address that the evidence bears. */
  toEvidence: integer('to_evidence', { mode: 'boolean' }).notNull(),
  requestedAt: integer('requested_at').notNull(),
  handedOverAt: integer('handed_over_at'),
  printedAt: integer('printed_at'),
  mailedAt: integer('mailed_at'),
  endedAt: integer('ended_at'),
  remindedAt: integer('reminded_at'),
  tries: integer().notNull(),
  nextTryAt: integer('next_try_at').notNull(),
});

export const facts = sqliteTable('facts', {
  id: integer().primaryKey(),
  applicationId: text('application_id').$type<ApplicationId>().notNull(),
  step: text().notNull(),
  result: text().notNull(),
  signed: text().$type<SignedByProofing>().notNull(),
  at: integer().notNull(),
});

/** A phone that takes the photographs for the session of a computer; it ends with that session. */
export const handOffs = sqliteTable('hand_offs', {
  id: text().$type<HandOffId>().primaryKey(),
  sessionHash: text('session_hash').notNull(),
  applicationId: text('application_id').$type<ApplicationId>().notNull(),
  linkHash: text('link_hash').notNull(),
  /** Of the cookie that the phone got for the link. */
  phoneHash: text('phone_hash'),
  /** Public keys, where the link came by text message; each is set once. */
  phoneKey: text('phone_key'),
  computerKey: text('computer_key'),
  stoppedAt: integer('stopped_at'),
  expiresAt: integer('expires_at').notNull(),
});

export const limits = sqliteTable(
  'limits',
  {
    name: text().notNull(),
    subject: text().notNull(),
    windowEndsAt: integer('window_ends_at').notNull(),
    used: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.subject] })],
);

export const mailQueue = sqliteTable('mail_queue', {
  id: integer().primaryKey(),
  letterSealed: text('letter_sealed').$type<SealedText>().notNull(),
  tries: integer().notNull(),
  nextTryAt: integer('next_try_at').notNull(),
  /** Tells which letters go to one address, and not to which. */
  addressee: text().$type<KeyedDigest>().notNull(),
  /** Those of an earlier time go first. */
  turn: integer().notNull(),
});

export const auditEvents = sqliteTable('audit_events', {
  id: integer().primaryKey(),
  at: integer().notNull(),
  event: text().notNull(),
  accountId: text('account_id').$type<AccountId>(),
  details: text().notNull(),
});
