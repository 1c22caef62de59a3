-- AUTH-22: addresses that somebody else removed come back with “this wasn't me”; a week after the removal they are gone.
CREATE TABLE removed_emails (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email_index      TEXT NOT NULL,
  email_sealed     TEXT NOT NULL,
  confirmed_at     INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  removed_at       INTEGER NOT NULL,
  -- Since when the browser was known that removed it; null where it was not.
  browser_known_at INTEGER
) STRICT;
CREATE INDEX removed_emails_by_account ON removed_emails (account_id);
-- One link stands for several sign-ins after an address was removed: it is about what came since the first of them.
ALTER TABLE disavowals ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE disavowals SET since = expires_at - 7 * 24 * 60 * 60 * 1000;
