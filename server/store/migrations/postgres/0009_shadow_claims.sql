-- A claim of an address that another account has: it is here, and `email` holds nobody's address.
ALTER TABLE accounts ADD COLUMN shadowed_email TEXT;
CREATE UNIQUE INDEX accounts_shadowed_email_key ON accounts (shadowed_email);
-- Whether the password of a claim was hashed while it was the claim of another address.
ALTER TABLE accounts ADD COLUMN hashed_apart BOOLEAN NOT NULL DEFAULT FALSE;
