-- AUTH-8: a session gets another token when its secret is proved again, and stays the one that it is. For some seconds the token before
-- still reads, for what was on its way.
ALTER TABLE sessions ADD COLUMN token_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN former_token_hash TEXT;
ALTER TABLE sessions ADD COLUMN former_token_ends_at INTEGER;
UPDATE sessions SET token_hash = id_hash;
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_former_token ON sessions (former_token_hash) WHERE former_token_hash IS NOT NULL;
