-- AGENCY-47: what the address of an agency's keys said last, so that a restart in an outage of it ends no logins that would have gone on.
CREATE TABLE published_keys (
  address TEXT PRIMARY KEY,
  answer_sealed TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
