-- Every recovery key has a time: it was made with the account, or with the reset after which nobody made another one. Where the events
-- that tell it are gone, what is known is when what opens the vault was changed last.
UPDATE accounts SET recovery_key_made_at = coalesce(
    (SELECT max(at) FROM audit_events WHERE event = 'vault.replaced' AND account_id = accounts.id),
    (SELECT accounts.created_at FROM audit_events WHERE event = 'account.created' AND account_id = accounts.id),
    (SELECT slots_changed_at FROM vaults WHERE account_id = accounts.id),
    created_at)
  WHERE recovery_key_made_at IS NULL AND recovery_proof_digest IS NOT NULL;
