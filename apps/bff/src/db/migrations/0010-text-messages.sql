-- A telephone number as a second factor, and the codes on their way to it. The number is sealed; of a code a digest is kept under a key
-- that is not in the database.

CREATE TABLE authenticators_next (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL CHECK (kind IN ('passkey', 'totp', 'backup-codes', 'sms')),
  credential_id    TEXT UNIQUE,
  public_key       TEXT,
  counter          INTEGER NOT NULL,
  transports       TEXT NOT NULL,
  secret_sealed    TEXT,
  phone_sealed     TEXT,
  last_step        INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  last_used_at     INTEGER
) STRICT;
INSERT INTO authenticators_next
  SELECT id, account_id, kind, credential_id, public_key, counter, transports, secret_sealed, NULL, last_step, created_at, last_used_at
  FROM authenticators;
DROP TABLE authenticators;
ALTER TABLE authenticators_next RENAME TO authenticators;
CREATE INDEX authenticators_by_account ON authenticators (account_id);

CREATE TABLE text_codes (
  session_hash     TEXT NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,
  purpose          TEXT NOT NULL CHECK (purpose IN ('add-phone', 'sign-in')),
  code_digest      TEXT NOT NULL,
  phone_sealed     TEXT,
  authenticator_id TEXT REFERENCES authenticators (id) ON DELETE CASCADE,
  tries_left       INTEGER NOT NULL,
  expires_at       INTEGER NOT NULL,
  PRIMARY KEY (session_hash, purpose)
) STRICT;
CREATE INDEX text_codes_by_authenticator ON text_codes (authenticator_id);
