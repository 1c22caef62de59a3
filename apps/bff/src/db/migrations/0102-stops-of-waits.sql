-- AUTH-21: a wait is stopped by any of several links; an address that is confirmed while it goes on has one of its own.
CREATE TABLE wait_stops (
  token_hash       TEXT PRIMARY KEY,
  wait_id          TEXT NOT NULL REFERENCES waits (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX wait_stops_by_wait ON wait_stops (wait_id);
INSERT INTO wait_stops SELECT stop_hash, id FROM waits;
CREATE TABLE waits_next (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL CHECK (kind IN ('new-vault', 'new-second-factor', 'everything-lost')),
  begun_at         INTEGER NOT NULL,
  ready_at         INTEGER NOT NULL,
  ends_at          INTEGER NOT NULL,
  go_on_hash       TEXT UNIQUE,
  confirmed_by     TEXT,
  UNIQUE (account_id, kind)
) STRICT;
INSERT INTO waits_next
  SELECT id, account_id, kind, begun_at, ready_at, ends_at, go_on_hash, confirmed_by FROM waits;
DROP TABLE waits;
ALTER TABLE waits_next RENAME TO waits;
