-- PROOF-22: whoever deletes the account does not silence its notices. Each says of whom it is, sealed under its own link, and goes on without
-- the account. Links that were sent before cannot be sealed to any more: only their hashes are kept, and they end with their account.
ALTER TABLE identity_notices ADD COLUMN person_sealed TEXT;

CREATE TABLE orphaned_notices (
  token_hash       TEXT PRIMARY KEY,
  person_sealed    TEXT NOT NULL,
  expires_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX orphaned_notices_by_expiry ON orphaned_notices (expires_at);
