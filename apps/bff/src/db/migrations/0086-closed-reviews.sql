-- PROOF-23: whoever waited longer than was promised may begin anew; nobody decides what they left.
ALTER TABLE reviews ADD COLUMN closed_at INTEGER;
CREATE TRIGGER review_votes_end_with_the_application BEFORE INSERT ON review_votes
  WHEN (SELECT closed_at FROM reviews WHERE application_id = NEW.application_id) IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'this review is closed'); END;
UPDATE reviews SET closed_at = (
    SELECT min(later.created_at) FROM applications AS later JOIN applications AS own ON own.account_id = later.account_id
    WHERE own.id = reviews.application_id AND later.created_at > own.created_at)
  WHERE outcome IS NULL;
