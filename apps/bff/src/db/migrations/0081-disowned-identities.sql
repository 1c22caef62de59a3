-- An account whose person said that it was not them keeps to that person, and no longer keeps them from an account of their own.

CREATE TABLE identities_that_end (
  account_id       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  ssn_index        TEXT NOT NULL,
  claimed_at       INTEGER NOT NULL,
  disowned_at      INTEGER
) STRICT;
INSERT INTO identities_that_end (account_id, ssn_index, claimed_at, disowned_at)
  SELECT account_id, ssn_index, claimed_at, accounts.frozen_at FROM identities JOIN accounts ON accounts.id = account_id;
DROP TABLE identities;
ALTER TABLE identities_that_end RENAME TO identities;
CREATE UNIQUE INDEX one_account_of_a_person ON identities (ssn_index) WHERE disowned_at IS NULL;
