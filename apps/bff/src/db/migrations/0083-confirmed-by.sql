-- AUTH-21: in which browser the link was opened; only there does the right password take the second factors off.
ALTER TABLE waits ADD COLUMN confirmed_by TEXT;
