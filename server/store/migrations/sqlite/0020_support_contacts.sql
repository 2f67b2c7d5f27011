-- Whether the operator named the member a support contact; it comes back with a membership that is brought back.
ALTER TABLE memberships ADD COLUMN support_contact INTEGER NOT NULL DEFAULT 0;
ALTER TABLE removed_memberships ADD COLUMN support_contact INTEGER NOT NULL DEFAULT 0;
