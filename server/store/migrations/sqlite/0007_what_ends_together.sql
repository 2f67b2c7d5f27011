-- When the account was signed in to for the first time: that one is mailed to nobody, every later one from an unknown
-- device is.
ALTER TABLE accounts ADD COLUMN signed_in_at TEXT;
UPDATE accounts SET signed_in_at = verified_at;

-- The device that got its token with the session: where the session is ended, the device is unknown again.
ALTER TABLE sessions ADD COLUMN device BLOB;
-- The digest of the token that the session had before its newest one: whoever signs out with that one ends it too.
ALTER TABLE sessions ADD COLUMN former_digest BLOB;
CREATE INDEX sessions_former_digest_idx ON sessions (former_digest);

-- The first attempt of the same sign-up; empty: this one. What a sign-up may send is counted by it.
ALTER TABLE attempts ADD COLUMN sign_up_id BLOB;

-- Set: another account has the address. Of a link that undoes a change: it could not yet, but whoever changed the address
-- was shut out. Of a link of a claim: the claim is gone.
ALTER TABLE links ADD COLUMN blocked_at TEXT;
