-- The session that kept a change may commit it as long as it lives.
ALTER TABLE pending_changes ADD COLUMN session_hash TEXT;
