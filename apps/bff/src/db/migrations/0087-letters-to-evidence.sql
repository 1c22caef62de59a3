-- PROOF-20: only a letter to the address that the evidence bears raises the level beside a phone. Of those on their way proofing had not said.
ALTER TABLE postal_letters ADD COLUMN to_evidence INTEGER NOT NULL DEFAULT 1;
