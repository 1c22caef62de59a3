-- PROOF-22: a notice by letter that was not collected yet went with its account. It waits without one; who prints it alone can open it.
CREATE TABLE orphaned_letters (
  id               TEXT PRIMARY KEY,
  letter_sealed    TEXT NOT NULL,
  requested_at     INTEGER NOT NULL,
  tries            INTEGER NOT NULL,
  next_try_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
