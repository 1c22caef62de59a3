-- AUTH-21: a passkey was taken off among all second factors, and its slot is in the vault until a new root key shuts it out.
ALTER TABLE accounts ADD COLUMN locks_due INTEGER NOT NULL DEFAULT 0;
-- When a link was confirmed says nothing any more: only the browser counts.
ALTER TABLE waits DROP COLUMN confirmed_at;
