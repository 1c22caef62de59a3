-- Browsers in which an account was signed in before, the links by which an owner says that one was not theirs, and what kind of
-- browser a session is in.

CREATE TABLE devices (
  token_hash       TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  first_used_at    INTEGER NOT NULL,
  last_used_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX devices_by_account ON devices (account_id);

CREATE TABLE disavowals (
  token_hash       TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX disavowals_by_account ON disavowals (account_id);

ALTER TABLE accounts ADD COLUMN password_change_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN client TEXT;
