-- What an account's password was stretched with. Every record that stands was made with the floor of 2026-11.
ALTER TABLE accounts ADD COLUMN stretching TEXT NOT NULL DEFAULT '{"memory":65536,"iterations":3,"parallelism":4}';
ALTER TABLE pending_changes ADD COLUMN stretching TEXT;
UPDATE pending_changes SET stretching = '{"memory":65536,"iterations":3,"parallelism":4}' WHERE registration_record IS NOT NULL;
