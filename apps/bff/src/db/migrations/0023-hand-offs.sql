-- Photographs that a phone takes for a computer. A hand-off ends with the computer's session, and its ciphertext with it.

CREATE TABLE hand_offs (
  id               TEXT PRIMARY KEY,
  session_hash     TEXT NOT NULL UNIQUE REFERENCES sessions (id_hash) ON DELETE CASCADE,
  application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  link_hash        TEXT NOT NULL UNIQUE,
  phone_hash       TEXT UNIQUE,
  stopped_at       INTEGER,
  expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX hand_offs_by_application ON hand_offs (application_id);

CREATE TABLE hand_off_photographs (
  hand_off_id      TEXT NOT NULL REFERENCES hand_offs (id) ON DELETE CASCADE,
  side             TEXT NOT NULL CHECK (side IN ('front', 'back')),
  sealed           TEXT NOT NULL,
  PRIMARY KEY (hand_off_id, side)
) STRICT;
