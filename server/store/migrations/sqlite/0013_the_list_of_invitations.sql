-- When the team took a declined invitation out of its list.
ALTER TABLE invitations ADD COLUMN dismissed_at TEXT;
-- What the list looks at, and not the invitations of everybody who ever came.
CREATE INDEX invitations_listed_idx ON invitations (organization_id, id) WHERE state IN ('draft', 'sent', 'declined');
-- Whether an address was invited again.
CREATE INDEX invitations_address_idx ON invitations (organization_id, email, id);

-- The mail server that took a mail; none for the local mailbox.
ALTER TABLE outbox ADD COLUMN server TEXT;
