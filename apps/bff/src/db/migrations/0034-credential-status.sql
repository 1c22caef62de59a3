-- Which places of the status lists are taken, and what they say. Whose they are is a keyed digest, null once the account is gone.
CREATE TABLE credential_status (
  list         INTEGER NOT NULL,
  idx          INTEGER NOT NULL,
  owner_digest TEXT,
  status       INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  PRIMARY KEY (list, idx)
) STRICT, WITHOUT ROWID;

CREATE INDEX credential_status_by_owner ON credential_status (owner_digest);

-- Identities that an operator took out of use.
CREATE TABLE identity_suspensions (
  owner_digest TEXT PRIMARY KEY,
  reason       TEXT NOT NULL,
  suspended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
