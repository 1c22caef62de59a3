-- AUTH-4: every registration of a password has an epoch of its own. Those that wait for their commit were begun under the account's next one.
ALTER TABLE pending_changes ADD COLUMN opaque_epoch INTEGER;
UPDATE pending_changes
  SET opaque_epoch = (SELECT accounts.opaque_epoch + 1 FROM accounts WHERE accounts.id = pending_changes.account_id)
  WHERE registration_record IS NOT NULL;
