-- AUTH-4: guesses are counted for a year; rows of an earlier release had no end that anybody would live to see.
UPDATE limits SET window_ends_at = min(window_ends_at, unixepoch() * 1000 + 31536000000)
  WHERE name IN ('password-guesses', 'code-guesses');
