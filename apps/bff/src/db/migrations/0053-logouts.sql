-- Agencies that have still to be told that somebody signed out.

CREATE TABLE logouts (
  jti           TEXT PRIMARY KEY,
  client_id     TEXT NOT NULL,
  logout_sealed TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  tries         INTEGER NOT NULL,
  next_try_at   INTEGER NOT NULL
) STRICT;
