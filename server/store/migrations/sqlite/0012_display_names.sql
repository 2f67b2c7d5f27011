-- What the organization calls a member; none: by the name of the account. They are found and sorted by what they are called.
ALTER TABLE memberships ADD COLUMN display_name TEXT;
ALTER TABLE memberships ADD COLUMN display_name_folded TEXT;
ALTER TABLE removed_memberships ADD COLUMN display_name TEXT;
ALTER TABLE removed_memberships ADD COLUMN display_name_folded TEXT;
DROP TRIGGER memberships_folded;
DROP TRIGGER accounts_folded;
CREATE TRIGGER memberships_folded AFTER INSERT ON memberships BEGIN
    UPDATE memberships SET
        name_folded = COALESCE(
            NEW.display_name_folded, (SELECT accounts.name_folded FROM accounts WHERE accounts.id = NEW.account_id), ''),
        email_folded = COALESCE((SELECT accounts.email_folded FROM accounts WHERE accounts.id = NEW.account_id), '')
    WHERE organization_id = NEW.organization_id AND account_id = NEW.account_id;
END;
CREATE TRIGGER memberships_renamed AFTER UPDATE OF display_name_folded ON memberships BEGIN
    UPDATE memberships SET name_folded = COALESCE(
        NEW.display_name_folded, (SELECT accounts.name_folded FROM accounts WHERE accounts.id = NEW.account_id), '')
    WHERE organization_id = NEW.organization_id AND account_id = NEW.account_id;
END;
CREATE TRIGGER accounts_folded AFTER UPDATE OF name_folded, email_folded ON accounts BEGIN
    UPDATE memberships SET
        name_folded = COALESCE(display_name_folded, NEW.name_folded, ''),
        email_folded = COALESCE(NEW.email_folded, '')
    WHERE account_id = NEW.id;
END;
