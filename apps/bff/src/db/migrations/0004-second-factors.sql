-- Backup codes as a second factor, and a passkey alone as a way in.

CREATE TABLE authenticators_next (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL CHECK (kind IN ('passkey', 'totp', 'backup-codes')),
  credential_id    TEXT UNIQUE,
  public_key       TEXT,
  counter          INTEGER NOT NULL,
  transports       TEXT NOT NULL,
  secret_sealed    TEXT,
  last_step        INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  last_used_at     INTEGER
) STRICT;
INSERT INTO authenticators_next SELECT * FROM authenticators;
DROP TABLE authenticators;
ALTER TABLE authenticators_next RENAME TO authenticators;
CREATE INDEX authenticators_by_account ON authenticators (account_id);

-- A code that was used is deleted: the list holds what is left.
CREATE TABLE backup_codes (
  code_digest      TEXT PRIMARY KEY,
  authenticator_id TEXT NOT NULL REFERENCES authenticators (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX backup_codes_by_authenticator ON backup_codes (authenticator_id);

DROP TABLE login_attempts;
CREATE TABLE login_attempts (
  id               TEXT PRIMARY KEY,
  purpose          TEXT NOT NULL CHECK (purpose IN ('sign-in', 'unlock', 'recovery', 'passkey-only')),
  account_id       TEXT,
  state_sealed     TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT;
