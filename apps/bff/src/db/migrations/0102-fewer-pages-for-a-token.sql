-- Every redemption writes to all of these tables, and each page that it touches goes to the log as a whole.

-- What counts once has a name and an end, and nothing to say.
CREATE TABLE used_once (
  id_hash          TEXT PRIMARY KEY,
  expires_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO used_once SELECT id_hash, expires_at FROM oidc_rows WHERE model = 'ReplayDetection';
DELETE FROM oidc_rows WHERE model = 'ReplayDetection';

-- Whose a code, a token or a release is says its grant: `connection_grants` knows that of each for longer than the grant lives.
UPDATE oidc_rows SET owner_digest = NULL WHERE model IN ('AuthorizationCode', 'AccessToken');

-- AGENCY-7: from now on a code is known for as long as what it leads to lives; so are those that were given before.
UPDATE oidc_rows SET expires_at = expires_at + 900000 WHERE model = 'AuthorizationCode' AND consumed_at IS NULL;

-- Releases live for minutes: those that are over are found among the few that there are.
CREATE TABLE new_releases (
  grant_hash       TEXT PRIMARY KEY,
  terms_sealed     TEXT NOT NULL,
  release_sealed   TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT;
INSERT INTO new_releases SELECT grant_hash, terms_sealed, release_sealed, expires_at FROM releases;
DROP TABLE releases;
ALTER TABLE new_releases RENAME TO releases;
