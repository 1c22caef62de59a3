-- What an account's letters are written in. Those from before there was another one were signed up for in English.
ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
