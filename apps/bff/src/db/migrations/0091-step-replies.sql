-- The answer to the last step of an application, sealed by proofing to its person: a browser that was closed meanwhile fetches it again.
CREATE TABLE step_replies (
  application_id   TEXT PRIMARY KEY REFERENCES applications (id) ON DELETE CASCADE,
  step             TEXT NOT NULL,
  reply            TEXT NOT NULL
) STRICT;
