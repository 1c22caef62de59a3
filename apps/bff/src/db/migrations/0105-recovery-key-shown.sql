-- When a recovery key that waited in the vault was shown, which "this wasn't me" goes by (AUTH-22). Known where the event still is.
ALTER TABLE accounts ADD COLUMN recovery_key_shown_at INTEGER;
UPDATE accounts SET recovery_key_shown_at = (
    SELECT max(at) FROM audit_events WHERE event = 'vault.record-removed' AND account_id = accounts.id
      AND json_extract(details, '$.purpose') = 'recovery-key-to-show')
  WHERE recovery_proof_digest IS NOT NULL;
