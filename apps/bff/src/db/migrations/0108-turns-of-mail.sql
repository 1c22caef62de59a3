-- AUTH-4: letters go out by turns of those to whom they go.
ALTER TABLE mail_queue ADD COLUMN addressee TEXT NOT NULL DEFAULT '';
ALTER TABLE mail_queue ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mail_queue_of_addressee ON mail_queue (addressee, turn);
