-- When the recovery key was written down, and when its owner last looked whether it is still right. One that was made at sign-up and
-- shown to nobody has no time.

ALTER TABLE accounts ADD COLUMN recovery_key_made_at INTEGER;
ALTER TABLE accounts ADD COLUMN recovery_key_checked_at INTEGER;
UPDATE accounts SET recovery_key_made_at =
  (SELECT max(at) FROM audit_events WHERE event = 'recovery-key.changed' AND account_id = accounts.id);
