-- A mail to everybody in an organization: one row of the transaction that causes it, made into mails afterwards.
CREATE TABLE announcements (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    message TEXT NOT NULL,
    -- Who is not told: it was their doing.
    spared UUID,
    -- The last account, in the order of ids, that has its mail.
    reached UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT announcements_pkey PRIMARY KEY (id),
    CONSTRAINT announcements_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);
CREATE INDEX announcements_organization_idx ON announcements (organization_id);
