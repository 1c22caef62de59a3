-- PROOF-22: who resets a vault leaves every application, but not what tells of it whom it concerns: the link of a notice, and the letter with it.
CREATE TABLE identity_notices_now (
  token_hash       TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  application_id   TEXT REFERENCES applications (id) ON DELETE SET NULL,
  sent_at          INTEGER,
  expires_at       INTEGER NOT NULL
) STRICT;
INSERT INTO identity_notices_now (token_hash, account_id, application_id, sent_at, expires_at)
  SELECT token_hash, account_id, application_id, sent_at, expires_at FROM identity_notices;
DROP TABLE identity_notices;
ALTER TABLE identity_notices_now RENAME TO identity_notices;
CREATE INDEX identity_notices_by_account ON identity_notices (account_id);
CREATE INDEX identity_notices_by_application ON identity_notices (application_id);
CREATE UNIQUE INDEX one_notice_of_an_application ON identity_notices (application_id) WHERE sent_at IS NOT NULL;

CREATE TABLE postal_letters_now (
  id               TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  application_id   TEXT REFERENCES applications (id) ON DELETE SET NULL,
  purpose          TEXT NOT NULL CHECK (purpose IN ('code', 'notice')),
  serial           TEXT NOT NULL UNIQUE,
  status           TEXT NOT NULL CHECK (status IN
    ('requested', 'handed-over', 'printed', 'mailed', 'confirmed', 'expired', 'returned', 'replaced', 'cancelled')),
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
  CHECK ((code_hash IS NULL) = (purpose = 'notice' OR status IN ('confirmed', 'expired', 'returned', 'replaced', 'cancelled')))
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
