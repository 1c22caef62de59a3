ALTER TABLE connections ADD COLUMN stood_at INTEGER;
