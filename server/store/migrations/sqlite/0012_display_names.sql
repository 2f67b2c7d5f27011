-- What the organization calls a member; none: by the name of the account.
ALTER TABLE memberships ADD COLUMN display_name TEXT;
ALTER TABLE removed_memberships ADD COLUMN display_name TEXT;
