-- Whose a row is, as a digest under a key that is not in the database: a deleted account takes its rows along.

ALTER TABLE oidc_rows ADD COLUMN owner_digest TEXT;
ALTER TABLE releases ADD COLUMN owner_digest TEXT;
CREATE INDEX oidc_rows_by_owner ON oidc_rows (owner_digest);
CREATE INDEX releases_by_owner ON releases (owner_digest);
