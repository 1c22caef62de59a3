-- AUTH-22: of a vault that was changed before this was noted, what is known is when its recovery key was made.
UPDATE vaults SET slots_changed_at = (SELECT recovery_key_made_at FROM accounts WHERE accounts.id = vaults.account_id)
  WHERE slots_changed_at IS NULL;
