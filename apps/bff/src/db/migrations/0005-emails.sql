-- An account has several addresses. An address belongs to one account once it is confirmed; before that, to whoever is first.

CREATE TABLE emails (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email_index      TEXT NOT NULL,
  email_sealed     TEXT NOT NULL,
  is_primary       INTEGER NOT NULL,
  confirmed_at     INTEGER,
  token_hash       TEXT UNIQUE,
  expires_at       INTEGER,
  created_at       INTEGER NOT NULL
) STRICT;
INSERT INTO emails
  SELECT 'eml_' || substr(id, 5), id, email_index, email_sealed, 1, created_at, NULL, NULL, created_at FROM accounts;
CREATE UNIQUE INDEX emails_confirmed ON emails (email_index) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX emails_primary ON emails (account_id) WHERE is_primary = 1;
CREATE INDEX emails_by_account ON emails (account_id);

CREATE TABLE accounts_next (
  id                    TEXT PRIMARY KEY,
  opaque_record         TEXT NOT NULL,
  opaque_epoch          INTEGER NOT NULL,
  recovery_proof_digest TEXT,
  created_at            INTEGER NOT NULL,
  verified_at           INTEGER
) STRICT;
INSERT INTO accounts_next
  SELECT id, opaque_record, opaque_epoch, recovery_proof_digest, created_at, verified_at FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_next RENAME TO accounts;
