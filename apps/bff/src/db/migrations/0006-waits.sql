-- What a person without password and recovery key, or without any second factor, waits a day for; the owner can stop it.

CREATE TABLE waits (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL CHECK (kind IN ('new-vault', 'new-second-factor')),
  begun_at         INTEGER NOT NULL,
  ready_at         INTEGER NOT NULL,
  ends_at          INTEGER NOT NULL,
  stop_hash        TEXT NOT NULL UNIQUE,
  go_on_hash       TEXT UNIQUE,
  confirmed_at     INTEGER,
  UNIQUE (account_id, kind)
) STRICT;

CREATE TABLE sessions_next (
  id_hash          TEXT PRIMARY KEY,
  stage            TEXT NOT NULL CHECK (stage IN ('sign-up', 'first-factor', 'enrolling', 'resetting', 'signed-in')),
  account_id       TEXT REFERENCES accounts (id) ON DELETE CASCADE,
  sign_up_id       TEXT REFERENCES sign_ups (id) ON DELETE CASCADE,
  methods          TEXT NOT NULL,
  created_at       INTEGER NOT NULL,
  signed_in_at     INTEGER,
  secret_proved_at INTEGER,
  idle_ends_at     INTEGER NOT NULL,
  absolute_ends_at INTEGER NOT NULL
) STRICT;
INSERT INTO sessions_next
  SELECT id_hash, stage, account_id, sign_up_id, methods, created_at, signed_in_at, secret_proved_at, idle_ends_at, absolute_ends_at
  FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_next RENAME TO sessions;
CREATE INDEX sessions_by_account ON sessions (account_id);
