-- What agencies are told of an account that they know, and whom they may speak of.

CREATE TABLE agency_subjects (
  client_id      TEXT NOT NULL,
  account_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  subject_digest TEXT NOT NULL,
  stopped_at     INTEGER,
  PRIMARY KEY (client_id, account_id)
) STRICT;
CREATE UNIQUE INDEX agency_subjects_by_subject ON agency_subjects (client_id, subject_digest);
CREATE INDEX agency_subjects_by_account ON agency_subjects (account_id);

CREATE TABLE signals (
  jti           TEXT PRIMARY KEY,
  client_id     TEXT NOT NULL,
  signal_sealed TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  tries         INTEGER NOT NULL,
  next_try_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX signals_by_agency ON signals (client_id, created_at);

-- A token of an agency that was taken is not taken again.
CREATE TABLE received_signals (
  client_id  TEXT NOT NULL,
  jti_digest TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (client_id, jti_digest)
) STRICT;
