-- What the list of members finds and sorts by stands with the membership, so that a page of ten thousand is read along an
-- index and no other table. It is the account's: whatever writes it there writes it here.
ALTER TABLE memberships ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN email_folded TEXT NOT NULL DEFAULT '';
UPDATE memberships SET
    name_folded = COALESCE((SELECT accounts.name_folded FROM accounts WHERE accounts.id = memberships.account_id), ''),
    email_folded = COALESCE((SELECT accounts.email_folded FROM accounts WHERE accounts.id = memberships.account_id), '');
CREATE TRIGGER memberships_folded AFTER INSERT ON memberships BEGIN
    UPDATE memberships SET
        name_folded = COALESCE((SELECT accounts.name_folded FROM accounts WHERE accounts.id = NEW.account_id), ''),
        email_folded = COALESCE((SELECT accounts.email_folded FROM accounts WHERE accounts.id = NEW.account_id), '')
    WHERE organization_id = NEW.organization_id AND account_id = NEW.account_id;
END;
CREATE TRIGGER accounts_folded AFTER UPDATE OF name_folded, email_folded ON accounts BEGIN
    UPDATE memberships SET name_folded = COALESCE(NEW.name_folded, ''), email_folded = COALESCE(NEW.email_folded, '')
    WHERE account_id = NEW.id;
END;
CREATE INDEX memberships_name_idx ON memberships (organization_id, name_folded, account_id);
CREATE INDEX memberships_joined_idx ON memberships (organization_id, joined_at, account_id);
