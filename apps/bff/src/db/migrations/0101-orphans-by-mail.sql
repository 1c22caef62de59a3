-- Whether the link went by e-mail, to addresses of whoever had the account: such a one freezes no other account. Of those so far it is taken to be so.
ALTER TABLE orphaned_notices ADD COLUMN by_mail INTEGER NOT NULL DEFAULT 1;
