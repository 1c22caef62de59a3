-- A link that came by text message carries no secret: computer and phone agree on one, by public keys.
ALTER TABLE hand_offs ADD COLUMN phone_key TEXT;
ALTER TABLE hand_offs ADD COLUMN computer_key TEXT;
