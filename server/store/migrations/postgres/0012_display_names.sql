-- What the organization calls a member; none: by the name of the account. They are found and sorted by what they are called.
ALTER TABLE memberships ADD COLUMN display_name TEXT;
ALTER TABLE memberships ADD COLUMN display_name_folded TEXT COLLATE "C";
ALTER TABLE removed_memberships ADD COLUMN display_name TEXT;
ALTER TABLE removed_memberships ADD COLUMN display_name_folded TEXT COLLATE "C";
CREATE OR REPLACE FUNCTION fold_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT accounts.name_folded, accounts.email_folded
    INTO NEW.name_folded, NEW.email_folded FROM accounts WHERE accounts.id = NEW.account_id;
    NEW.name_folded := COALESCE(NEW.display_name_folded, NEW.name_folded, '');
    NEW.email_folded := COALESCE(NEW.email_folded, '');
    RETURN NEW;
END $$;
CREATE TRIGGER memberships_renamed BEFORE UPDATE OF display_name_folded ON memberships
    FOR EACH ROW EXECUTE FUNCTION fold_membership();
CREATE OR REPLACE FUNCTION fold_memberships_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE memberships SET
        name_folded = COALESCE(display_name_folded, NEW.name_folded, ''),
        email_folded = COALESCE(NEW.email_folded, '')
    WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
