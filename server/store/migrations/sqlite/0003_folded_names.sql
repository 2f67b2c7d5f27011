-- What lists find and sort by: names and addresses without case and marks. Empty: an older version wrote the row, and the
-- next start fills it in.
ALTER TABLE accounts ADD COLUMN name_folded TEXT;
ALTER TABLE accounts ADD COLUMN email_folded TEXT;
ALTER TABLE organizations ADD COLUMN name_folded TEXT;
CREATE INDEX accounts_unfolded_idx ON accounts (id) WHERE name_folded IS NULL;
CREATE INDEX organizations_unfolded_idx ON organizations (id) WHERE name_folded IS NULL;
