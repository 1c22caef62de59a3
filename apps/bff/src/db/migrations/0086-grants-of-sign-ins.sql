-- AGENCY-36: of which sign-in a grant is, by its second, so that all of them end with it and not only an agency's newest.
ALTER TABLE connection_grants ADD COLUMN signed_in_at INTEGER;
