-- The claims of an access token stand in the token's own row: both were sealed under the token, written in one transaction and read
-- together. Tokens of before, which live for minutes, end here: without their claims they would answer as if nothing had been agreed to.
DELETE FROM oidc_rows WHERE model = 'AccessToken';
DROP TABLE token_claims;

-- Most rows have no grant, owner or identifier of a session, and an index has an entry for each NULL. Every redemption writes to all of
-- these tables, and each page that it touches is written to the log as a whole.
CREATE TABLE new_oidc_rows (
  id_hash          TEXT PRIMARY KEY,
  model            TEXT NOT NULL,
  payload_sealed   TEXT NOT NULL,
  grant_hash       TEXT,
  uid_hash         TEXT,
  consumed_at      INTEGER,
  expires_at       INTEGER NOT NULL,
  owner_digest     TEXT
) STRICT;
INSERT INTO new_oidc_rows
  SELECT id_hash, model, payload_sealed, grant_hash, uid_hash, consumed_at, expires_at, owner_digest FROM oidc_rows;
DROP TABLE oidc_rows;
ALTER TABLE new_oidc_rows RENAME TO oidc_rows;
CREATE INDEX oidc_rows_by_expiry ON oidc_rows (expires_at);
CREATE INDEX oidc_rows_by_grant ON oidc_rows (grant_hash) WHERE grant_hash IS NOT NULL;
CREATE INDEX oidc_rows_by_owner ON oidc_rows (owner_digest) WHERE owner_digest IS NOT NULL;
CREATE UNIQUE INDEX oidc_rows_by_uid ON oidc_rows (uid_hash) WHERE uid_hash IS NOT NULL;
