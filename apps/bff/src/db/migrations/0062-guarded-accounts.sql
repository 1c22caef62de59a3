-- Since when an account's vault is handed over after a second factor only, also when all of them were lost.
ALTER TABLE accounts ADD COLUMN guarded_since INTEGER;
UPDATE accounts SET guarded_since = created_at WHERE id IN (SELECT account_id FROM authenticators);
