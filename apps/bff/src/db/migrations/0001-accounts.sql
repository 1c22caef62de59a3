-- Columns named *_sealed hold ciphertext, *_hash and *_index hold digests under a key; nothing here names a person in clear.
-- Instants are milliseconds since the epoch.

CREATE TABLE accounts (
  id               TEXT PRIMARY KEY,
  email_index      TEXT NOT NULL UNIQUE,
  email_sealed     TEXT NOT NULL,
  opaque_record    TEXT NOT NULL,
  opaque_epoch     INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  verified_at      INTEGER
) STRICT;

CREATE TABLE sign_ups (
  id               TEXT PRIMARY KEY,
  email_index      TEXT NOT NULL,
  email_sealed     TEXT NOT NULL,
  token_hash       TEXT NOT NULL UNIQUE,
  account_id       TEXT NOT NULL,
  password_slot_id TEXT NOT NULL,
  expires_at       INTEGER NOT NULL,
  redeemed_at      INTEGER
) STRICT;

CREATE TABLE sessions (
  id_hash          TEXT PRIMARY KEY,
  stage            TEXT NOT NULL CHECK (stage IN ('sign-up', 'first-factor', 'enrolling', 'signed-in')),
  account_id       TEXT REFERENCES accounts (id) ON DELETE CASCADE,
  sign_up_id       TEXT REFERENCES sign_ups (id) ON DELETE CASCADE,
  methods          TEXT NOT NULL,
  created_at       INTEGER NOT NULL,
  signed_in_at     INTEGER,
  idle_ends_at     INTEGER NOT NULL,
  absolute_ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);

CREATE TABLE login_attempts (
  id               TEXT PRIMARY KEY,
  purpose          TEXT NOT NULL CHECK (purpose IN ('sign-in', 'unlock')),
  account_id       TEXT,
  state_sealed     TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE authenticators (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL CHECK (kind IN ('passkey', 'totp')),
  credential_id    TEXT UNIQUE,
  public_key       TEXT,
  counter          INTEGER NOT NULL,
  transports       TEXT NOT NULL,
  secret_sealed    TEXT,
  last_step        INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  last_used_at     INTEGER
) STRICT;
CREATE INDEX authenticators_by_account ON authenticators (account_id);

CREATE TABLE challenges (
  session_hash     TEXT NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,
  purpose          TEXT NOT NULL,
  value_sealed     TEXT NOT NULL,
  expires_at       INTEGER NOT NULL,
  PRIMARY KEY (session_hash, purpose)
) STRICT;

CREATE TABLE vaults (
  account_id       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  manifest         TEXT NOT NULL,
  manifest_version INTEGER NOT NULL
) STRICT;

CREATE TABLE vault_slots (
  account_id       TEXT NOT NULL REFERENCES vaults (account_id) ON DELETE CASCADE,
  slot_id          TEXT NOT NULL,
  kind             TEXT NOT NULL,
  epoch            INTEGER NOT NULL,
  sealed           TEXT NOT NULL,
  PRIMARY KEY (account_id, slot_id)
) STRICT;

CREATE TABLE vault_records (
  account_id       TEXT NOT NULL REFERENCES vaults (account_id) ON DELETE CASCADE,
  purpose          TEXT NOT NULL,
  version          INTEGER NOT NULL,
  sealed           TEXT NOT NULL,
  PRIMARY KEY (account_id, purpose)
) STRICT;

CREATE TABLE applications (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  state            TEXT NOT NULL,
  agency_client_id TEXT,
  code_hash        TEXT,
  code_expires_at  INTEGER,
  code_tries       INTEGER NOT NULL,
  ssn_index        TEXT,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX applications_by_account ON applications (account_id);
CREATE INDEX applications_by_ssn_index ON applications (ssn_index);

CREATE TABLE facts (
  id               INTEGER PRIMARY KEY,
  application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  step             TEXT NOT NULL,
  result           TEXT NOT NULL,
  signed           TEXT NOT NULL,
  at               INTEGER NOT NULL
) STRICT;

CREATE TABLE limits (
  name             TEXT NOT NULL,
  subject          TEXT NOT NULL,
  window_ends_at   INTEGER NOT NULL,
  used             INTEGER NOT NULL,
  PRIMARY KEY (name, subject)
) STRICT;

CREATE TABLE mail_queue (
  id               INTEGER PRIMARY KEY,
  letter_sealed    TEXT NOT NULL,
  tries            INTEGER NOT NULL,
  next_try_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_events (
  id               INTEGER PRIMARY KEY,
  at               INTEGER NOT NULL,
  event            TEXT NOT NULL,
  account_id       TEXT,
  details          TEXT NOT NULL
) STRICT;
CREATE INDEX audit_events_by_account ON audit_events (account_id);
