-- PROOF-22, AUTH-19: e-mails have a link of their own, which ends with an address that got it; that of the telephone and of the letter does
-- not. One that was sent before is both, and stays as it was.
ALTER TABLE identity_notices ADD COLUMN by_mail INTEGER NOT NULL DEFAULT 0;
DROP INDEX one_notice_of_an_application;
CREATE UNIQUE INDEX one_notice_of_an_application ON identity_notices (application_id) WHERE sent_at IS NOT NULL AND by_mail = 0;
