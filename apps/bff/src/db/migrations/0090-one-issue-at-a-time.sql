-- PROOF-21: of two accounts of one person proofing is asked to issue to one at a time, so that nobody is told of what another was issued.
ALTER TABLE applications ADD COLUMN issuing_until INTEGER;
