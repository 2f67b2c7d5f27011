-- Which of their organizations somebody opened last is read with each of their requests.
DROP INDEX memberships_account_idx;
CREATE INDEX memberships_account_idx ON memberships (account_id, opened_at);
-- Who holds what, and who owns an organization, is counted without a look at the members themselves.
CREATE INDEX memberships_given_idx ON memberships (organization_id, role, grants, joined_at, account_id);
