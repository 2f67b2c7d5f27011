-- Which of their organizations somebody opened last is read with each of their requests.
DROP INDEX memberships_account_idx;
CREATE INDEX memberships_account_idx ON memberships (account_id, opened_at);
