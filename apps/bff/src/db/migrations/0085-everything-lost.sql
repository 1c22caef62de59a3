-- AUTH-21: who lost password, recovery key and every second factor waits twice, and is told so in a letter of its own.
CREATE TABLE waits_next (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL CHECK (kind IN ('new-vault', 'new-second-factor', 'everything-lost')),
  begun_at         INTEGER NOT NULL,
  ready_at         INTEGER NOT NULL,
  ends_at          INTEGER NOT NULL,
  stop_hash        TEXT NOT NULL UNIQUE,
  go_on_hash       TEXT UNIQUE,
  confirmed_by     TEXT,
  UNIQUE (account_id, kind)
) STRICT;
INSERT INTO waits_next
  SELECT id, account_id, kind, begun_at, ready_at, ends_at, stop_hash, go_on_hash, confirmed_by FROM waits;
DROP TABLE waits;
ALTER TABLE waits_next RENAME TO waits;
