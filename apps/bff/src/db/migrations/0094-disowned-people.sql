-- PROOF-22: whoever deletes the account that was disowned is looked at in the next one all the same.

CREATE TABLE disowned_people (
  ssn_index        TEXT PRIMARY KEY,
  expires_at       INTEGER NOT NULL
) STRICT;
