-- What opens a vault can be changed, and a forgotten password replaced with the recovery key.

ALTER TABLE accounts ADD COLUMN recovery_proof_digest TEXT;
ALTER TABLE sessions ADD COLUMN secret_proved_at INTEGER;

-- A CHECK cannot be changed in place; an attempt lives two minutes, so none is carried over.
DROP TABLE login_attempts;
CREATE TABLE login_attempts (
  id               TEXT PRIMARY KEY,
  purpose          TEXT NOT NULL CHECK (purpose IN ('sign-in', 'unlock', 'recovery')),
  account_id       TEXT,
  state_sealed     TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE pending_changes (
  account_id             TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  change                 TEXT NOT NULL,
  proof_digest           TEXT NOT NULL,
  registration_record    TEXT,
  recovery_proof_digest  TEXT,
  created_at             INTEGER NOT NULL
) STRICT;
