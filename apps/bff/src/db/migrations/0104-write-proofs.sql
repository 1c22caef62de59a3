-- VAULT-11: by which the bff knows that who writes a vault holds its root key. Null until a record is written or removed again, where the
-- vault is older than this.
ALTER TABLE vaults ADD COLUMN write_proof_digest TEXT;
ALTER TABLE pending_changes ADD COLUMN write_proof_digest TEXT;
