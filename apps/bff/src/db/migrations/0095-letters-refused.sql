-- LETTER-2: a letter that the print shop does not take never was in the mail, and does not come back.
CREATE TABLE postal_letters_now (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  application_id   TEXT REFERENCES applications (id) ON DELETE SET NULL,
  purpose          TEXT NOT NULL CHECK (purpose IN ('code', 'notice')),
  serial           TEXT NOT NULL UNIQUE,
  status           TEXT NOT NULL CHECK (status IN
    ('requested', 'handed-over', 'printed', 'mailed', 'confirmed', 'expired', 'returned', 'refused', 'replaced', 'cancelled')),
  letter_sealed    TEXT,
  code_hash        TEXT,
  code_expires_at  INTEGER,
  elsewhere        INTEGER NOT NULL,
  requested_at     INTEGER NOT NULL,
  handed_over_at   INTEGER,
  printed_at       INTEGER,
  mailed_at        INTEGER,
  ended_at         INTEGER,
  reminded_at      INTEGER,
  tries            INTEGER NOT NULL,
  next_try_at      INTEGER NOT NULL,
  to_evidence      INTEGER NOT NULL DEFAULT 1,
  -- A code goes with its application.
  CHECK (application_id IS NOT NULL OR purpose = 'notice'),
  CHECK ((letter_sealed IS NULL) = (status <> 'requested')),
  CHECK ((code_expires_at IS NULL) = (purpose = 'notice')),
  CHECK ((code_hash IS NULL) = (purpose = 'notice' OR status IN ('confirmed', 'expired', 'returned', 'refused', 'replaced', 'cancelled')))
) STRICT;
INSERT INTO postal_letters_now
    (id, account_id, application_id, purpose, serial, status, letter_sealed, code_hash, code_expires_at, elsewhere,
     requested_at, handed_over_at, printed_at, mailed_at, ended_at, reminded_at, tries, next_try_at, to_evidence)
  SELECT id, account_id, application_id, purpose, serial, status, letter_sealed, code_hash, code_expires_at, elsewhere,
         requested_at, handed_over_at, printed_at, mailed_at, ended_at, reminded_at, tries, next_try_at, to_evidence
  FROM postal_letters;
DROP TABLE postal_letters;
ALTER TABLE postal_letters_now RENAME TO postal_letters;
CREATE INDEX postal_letters_by_account ON postal_letters (account_id);
CREATE INDEX postal_letters_by_status ON postal_letters (status);
-- A new code voids the old one: of an account one is valid at a time.
CREATE UNIQUE INDEX postal_letters_one_code ON postal_letters (account_id) WHERE code_hash IS NOT NULL;
