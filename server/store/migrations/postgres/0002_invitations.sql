-- One address invited into one organization with one role. Sent again, it stays the same row.
CREATE TABLE invitations (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    invited_by UUID,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    expires_at TIMESTAMPTZ,
    -- Whom it was for asked for a new one after it expired.
    asked_at TIMESTAMPTZ,
    settled_at TIMESTAMPTZ,
    accepted_by UUID,
    CONSTRAINT invitations_pkey PRIMARY KEY (id),
    CONSTRAINT invitations_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT invitations_inviter_fkey FOREIGN KEY (invited_by) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT invitations_accepter_fkey FOREIGN KEY (accepted_by) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT invitations_role_check CHECK (role IN ('owner', 'admin', 'billing-admin', 'user-admin', 'member')),
    CONSTRAINT invitations_state_check CHECK (state IN ('draft', 'sent', 'accepted', 'declined', 'cancelled'))
);
-- One open invitation for an address in an organization.
CREATE UNIQUE INDEX invitations_open_key ON invitations (organization_id, email) WHERE state IN ('draft', 'sent');
CREATE INDEX invitations_email_idx ON invitations (email) WHERE state = 'sent';
CREATE INDEX invitations_inviter_idx ON invitations (invited_by);
CREATE INDEX invitations_accepter_idx ON invitations (accepted_by);

-- What a link opens beside an account: an invitation, or an address that an account changes to or back to.
ALTER TABLE links ADD COLUMN invitation_id UUID
    CONSTRAINT links_invitation_fkey REFERENCES invitations (id) ON DELETE CASCADE;
ALTER TABLE links ADD COLUMN email TEXT;
CREATE INDEX links_invitation_idx ON links (invitation_id);

-- Browsers that an account was signed in with; a sign-in from any other is mailed to its owner.
CREATE TABLE devices (
    account_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT devices_pkey PRIMARY KEY (account_id, digest),
    CONSTRAINT devices_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);

-- Set: deleted, and gone for good 7 days later.
ALTER TABLE organizations ADD COLUMN deleted_at TIMESTAMPTZ;

-- To whom it was done; addresses of people without an account stand in `subject`.
ALTER TABLE audit_entries ADD COLUMN subject_id UUID
    CONSTRAINT audit_entries_subject_fkey REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE audit_entries ADD COLUMN subject TEXT;
CREATE INDEX audit_entries_actor_idx ON audit_entries (actor_id);
CREATE INDEX audit_entries_subject_idx ON audit_entries (subject_id);
