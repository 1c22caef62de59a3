-- What the OIDC engine remembers. Rows are found by digests of values that are never stored; payloads are sealed: those of
-- codes and tokens under a key that only the bearer's value yields, the others under the storage key.

CREATE TABLE oidc_rows (
  id_hash          TEXT PRIMARY KEY,
  model            TEXT NOT NULL,
  payload_sealed   TEXT NOT NULL,
  grant_hash       TEXT,
  uid_hash         TEXT UNIQUE,
  consumed_at      INTEGER,
  expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_rows_by_grant ON oidc_rows (grant_hash);
CREATE INDEX oidc_rows_by_expiry ON oidc_rows (expires_at);

-- A release between consent and redemption: the bff holds ciphertext whose key travels in the authorization code.
CREATE TABLE releases (
  grant_hash       TEXT PRIMARY KEY,
  terms_sealed     TEXT NOT NULL,
  release_sealed   TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX releases_by_expiry ON releases (expires_at);

-- Claims between redemption and the death of the access token, sealed under the token itself.
CREATE TABLE token_claims (
  token_hash       TEXT PRIMARY KEY REFERENCES oidc_rows (id_hash) ON DELETE CASCADE,
  claims_sealed    TEXT NOT NULL
) STRICT;
