-- A mail to everybody in an organization: one row of the transaction that causes it, made into mails afterwards.
CREATE TABLE announcements (
    id BLOB NOT NULL,
    organization_id BLOB NOT NULL,
    message TEXT NOT NULL,
    -- Who is not told: it was their doing.
    spared BLOB,
    -- The last account, in the order of ids, that has its mail.
    reached BLOB NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CONSTRAINT announcements_pkey PRIMARY KEY (id),
    CONSTRAINT announcements_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX announcements_organization_idx ON announcements (organization_id);
