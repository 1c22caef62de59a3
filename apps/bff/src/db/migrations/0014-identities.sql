-- One person, one account; what two operators look at before it counts; notices by which an owner says that it was not them.

CREATE TABLE identities (
  account_id       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  ssn_index        TEXT NOT NULL UNIQUE,
  claimed_at       INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO identities (account_id, ssn_index, claimed_at)
  SELECT account_id, ssn_index, updated_at FROM applications
  WHERE state = 'issued' AND ssn_index IS NOT NULL ORDER BY updated_at;

ALTER TABLE accounts ADD COLUMN frozen_at INTEGER;

CREATE TABLE identity_notices (
  token_hash       TEXT PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  application_id   TEXT NOT NULL UNIQUE REFERENCES applications (id) ON DELETE CASCADE,
  sent_at          INTEGER,
  expires_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_notices_by_account ON identity_notices (account_id);

CREATE TABLE reviews (
  application_id   TEXT PRIMARY KEY REFERENCES applications (id) ON DELETE CASCADE,
  opened_at        INTEGER NOT NULL,
  due_at           INTEGER NOT NULL,
  outcome          TEXT CHECK (outcome IN ('passed', 'refused')),
  decided_at       INTEGER,
  told_at          INTEGER
) STRICT;

CREATE TABLE review_votes (
  application_id   TEXT NOT NULL REFERENCES reviews (application_id) ON DELETE CASCADE,
  operator         TEXT NOT NULL,
  vote             TEXT NOT NULL CHECK (vote IN ('pass', 'refuse')),
  signature        TEXT NOT NULL,
  at               INTEGER NOT NULL,
  PRIMARY KEY (application_id, operator)
) STRICT;

-- Four eyes: no outcome without two operators who say the same, and none is changed or voted on afterwards.
CREATE TRIGGER reviews_begin_undecided BEFORE INSERT ON reviews
  WHEN NEW.outcome IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a review begins undecided'); END;
CREATE TRIGGER reviews_need_four_eyes BEFORE UPDATE OF outcome ON reviews
  WHEN NEW.outcome IS NOT NULL AND (
    SELECT count(*) FROM review_votes
    WHERE application_id = NEW.application_id AND vote = CASE NEW.outcome WHEN 'passed' THEN 'pass' ELSE 'refuse' END
  ) < 2
  BEGIN SELECT RAISE(ABORT, 'two different operators must say the same'); END;
CREATE TRIGGER reviews_are_decided_once BEFORE UPDATE OF outcome ON reviews
  WHEN OLD.outcome IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a review is decided once'); END;
CREATE TRIGGER review_votes_are_cast_once BEFORE UPDATE ON review_votes
  BEGIN SELECT RAISE(ABORT, 'a vote is cast once'); END;
CREATE TRIGGER review_votes_end_with_the_outcome BEFORE INSERT ON review_votes
  WHEN (SELECT outcome FROM reviews WHERE application_id = NEW.application_id) IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'this review is decided'); END;
