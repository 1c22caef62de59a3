-- What a known browser is, as its owner is shown it; unknown until it signs in again.
ALTER TABLE devices ADD COLUMN client TEXT;
