-- What the list of members finds and sorts by stands with the membership, so that a page of ten thousand is read along an
-- index and no other table. It is the account's: whatever writes it there writes it here.
ALTER TABLE memberships ADD COLUMN name_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN email_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE memberships SET
    name_folded = COALESCE(accounts.name_folded, ''),
    email_folded = COALESCE(accounts.email_folded, '')
FROM accounts WHERE accounts.id = memberships.account_id;
CREATE FUNCTION fold_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT COALESCE(accounts.name_folded, ''), COALESCE(accounts.email_folded, '')
    INTO NEW.name_folded, NEW.email_folded FROM accounts WHERE accounts.id = NEW.account_id;
    NEW.name_folded := COALESCE(NEW.name_folded, '');
    NEW.email_folded := COALESCE(NEW.email_folded, '');
    RETURN NEW;
END $$;
CREATE TRIGGER memberships_folded BEFORE INSERT ON memberships
    FOR EACH ROW EXECUTE FUNCTION fold_membership();
CREATE FUNCTION fold_memberships_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE memberships SET name_folded = COALESCE(NEW.name_folded, ''), email_folded = COALESCE(NEW.email_folded, '')
    WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_folded AFTER UPDATE OF name_folded, email_folded ON accounts
    FOR EACH ROW EXECUTE FUNCTION fold_memberships_of_account();
CREATE INDEX memberships_name_idx ON memberships (organization_id, name_folded, account_id);
CREATE INDEX memberships_joined_idx ON memberships (organization_id, joined_at, account_id);
