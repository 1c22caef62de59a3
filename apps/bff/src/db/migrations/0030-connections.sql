-- Receipts of what a person agreed to share with which agency, without values, and the grants that came of it.

CREATE TABLE connections (
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  client_id        TEXT NOT NULL,
  claims           TEXT NOT NULL,
  email_id         TEXT REFERENCES emails (id) ON DELETE SET NULL,
  since            INTEGER NOT NULL,
  last_agreed_at   INTEGER NOT NULL,
  PRIMARY KEY (account_id, client_id)
) STRICT;

CREATE TABLE connection_grants (
  grant_hash       TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  client_id        TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX connection_grants_by_connection ON connection_grants (account_id, client_id);
CREATE INDEX connection_grants_by_expiry ON connection_grants (expires_at);
