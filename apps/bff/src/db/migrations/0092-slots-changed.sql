-- AUTH-22: what opens a vault may have been changed since a sign-in that was not its owner's.
ALTER TABLE vaults ADD COLUMN slots_changed_at INTEGER;
