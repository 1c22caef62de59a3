-- Letters with a code: what is sealed for the print shop waits here until it was handed over; a letter has a code only while it is on its way.

CREATE TABLE postal_letters (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  serial           TEXT NOT NULL UNIQUE,
  status           TEXT NOT NULL CHECK (status IN
    ('requested', 'handed-over', 'printed', 'mailed', 'confirmed', 'expired', 'returned', 'replaced', 'cancelled')),
  letter_sealed    TEXT,
  code_hash        TEXT,
  code_expires_at  INTEGER NOT NULL,
  elsewhere        INTEGER NOT NULL,
  requested_at     INTEGER NOT NULL,
  handed_over_at   INTEGER,
  printed_at       INTEGER,
  mailed_at        INTEGER,
  ended_at         INTEGER,
  reminded_at      INTEGER,
  tries            INTEGER NOT NULL,
  next_try_at      INTEGER NOT NULL,
  CHECK ((letter_sealed IS NULL) = (status <> 'requested')),
  CHECK ((code_hash IS NULL) = (status IN ('confirmed', 'expired', 'returned', 'replaced', 'cancelled')))
) STRICT;
CREATE INDEX postal_letters_by_account ON postal_letters (account_id);
CREATE INDEX postal_letters_by_status ON postal_letters (status);
-- A new code voids the old one: of an account one is valid at a time.
CREATE UNIQUE INDEX postal_letters_one_code ON postal_letters (account_id) WHERE code_hash IS NOT NULL;
