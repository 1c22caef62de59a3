-- AUTH-21: a reset keeps the passkey that it was proved with, which may be used elsewhere meanwhile, as another one may be.
ALTER TABLE sessions ADD COLUMN passkey_id TEXT REFERENCES authenticators (id) ON DELETE SET NULL;
