-- Whether the operator named the member a support contact; it comes back with a membership that is brought back.
ALTER TABLE memberships ADD COLUMN support_contact BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE removed_memberships ADD COLUMN support_contact BOOLEAN NOT NULL DEFAULT FALSE;
