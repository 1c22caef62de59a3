-- AGENCY-44: the level that was agreed to is the grant's own. What the engine's session knows is of the latest consent at any agency.
ALTER TABLE connection_grants ADD COLUMN level TEXT;
