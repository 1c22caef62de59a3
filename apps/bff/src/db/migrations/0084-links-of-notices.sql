-- PROOF-22: each request to issue has a link of its own, and none takes the place of another; one is sent.
CREATE TABLE identity_notices_of_requests (
  token_hash       TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  sent_at          INTEGER,
  expires_at       INTEGER NOT NULL
) STRICT;
INSERT INTO identity_notices_of_requests (token_hash, account_id, application_id, sent_at, expires_at)
  SELECT token_hash, account_id, application_id, sent_at, expires_at FROM identity_notices;
DROP TABLE identity_notices;
ALTER TABLE identity_notices_of_requests RENAME TO identity_notices;
CREATE INDEX identity_notices_by_account ON identity_notices (account_id);
CREATE INDEX identity_notices_by_application ON identity_notices (application_id);
CREATE UNIQUE INDEX one_notice_of_an_application ON identity_notices (application_id) WHERE sent_at IS NOT NULL;

-- PROOF-21: a person belongs to an account once it is issued, and not while it asks; claims that led nowhere are given back.
DELETE FROM identities WHERE disowned_at IS NULL
  AND EXISTS (SELECT 1 FROM applications WHERE applications.account_id = identities.account_id
    AND applications.ssn_index = identities.ssn_index AND applications.created_at <= identities.claimed_at)
  AND NOT EXISTS (SELECT 1 FROM applications WHERE applications.account_id = identities.account_id AND applications.state = 'issued')
  AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.id = identities.account_id AND accounts.verified_at IS NOT NULL);
