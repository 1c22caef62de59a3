-- Which addresses an agency gets is what was agreed to: none goes along because it became the main one or was confirmed later.
ALTER TABLE connections ADD COLUMN all_email_ids TEXT NOT NULL DEFAULT '';
UPDATE connections SET email_id = (
  SELECT id FROM emails WHERE emails.account_id = connections.account_id AND is_primary = 1
) WHERE email_id IS NULL AND ' ' || claims || ' ' LIKE '% email %';
UPDATE connections SET all_email_ids = coalesce((
  SELECT group_concat(id, ' ') FROM emails
  WHERE emails.account_id = connections.account_id AND confirmed_at <= connections.last_agreed_at
), '') WHERE ' ' || claims || ' ' LIKE '% all_emails %';
