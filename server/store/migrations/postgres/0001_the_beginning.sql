-- Times are UTC to the microsecond.

CREATE TABLE accounts (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    -- Empty: a claim.
    verified_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_email_key UNIQUE (email)
);

-- A link that was mailed. Only the digest of its token is kept.
CREATE TABLE links (
    id UUID NOT NULL,
    purpose TEXT NOT NULL,
    digest BYTEA NOT NULL,
    account_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    superseded_at TIMESTAMPTZ,
    CONSTRAINT links_pkey PRIMARY KEY (id),
    CONSTRAINT links_digest_key UNIQUE (digest),
    CONSTRAINT links_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL
);
CREATE INDEX links_account_idx ON links (account_id);

-- Mail is written in the transaction that causes it, and sent by the worker.
CREATE TABLE outbox (
    id UUID NOT NULL,
    recipient TEXT NOT NULL,
    message TEXT NOT NULL,
    link_id UUID,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    next_try_at TIMESTAMPTZ NOT NULL,
    -- After this the mail is worth nothing, and is dropped.
    expires_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ,
    problem TEXT,
    CONSTRAINT outbox_pkey PRIMARY KEY (id),
    CONSTRAINT outbox_link_fkey FOREIGN KEY (link_id) REFERENCES links (id) ON DELETE SET NULL,
    CONSTRAINT outbox_state_check CHECK (state IN ('queued', 'handed-over', 'refused', 'dropped'))
);
CREATE INDEX outbox_due_idx ON outbox (next_try_at) WHERE state = 'queued';
CREATE INDEX outbox_link_idx ON outbox (link_id);

-- One browser's sign-up. Without an account it waits for ever: the address had one already, or the claim is gone.
CREATE TABLE attempts (
    id UUID NOT NULL,
    digest BYTEA NOT NULL,
    account_id UUID,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    mail_id UUID NOT NULL,
    mailed_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    completed_at TIMESTAMPTZ,
    CONSTRAINT attempts_pkey PRIMARY KEY (id),
    CONSTRAINT attempts_digest_key UNIQUE (digest),
    CONSTRAINT attempts_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT attempts_mail_fkey FOREIGN KEY (mail_id) REFERENCES outbox (id)
);
CREATE INDEX attempts_account_idx ON attempts (account_id);
CREATE INDEX attempts_mail_idx ON attempts (mail_id);

CREATE TABLE sessions (
    id UUID NOT NULL,
    digest BYTEA NOT NULL,
    account_id UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    user_agent TEXT NOT NULL,
    client TEXT NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_digest_key UNIQUE (digest),
    CONSTRAINT sessions_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX sessions_account_idx ON sessions (account_id);

CREATE TABLE organizations (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_by UUID,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_slug_key UNIQUE (slug),
    CONSTRAINT organizations_creator_fkey FOREIGN KEY (created_by) REFERENCES accounts (id) ON DELETE SET NULL
);
CREATE INDEX organizations_creator_idx ON organizations (created_by);

CREATE TABLE memberships (
    organization_id UUID NOT NULL,
    account_id UUID NOT NULL,
    role TEXT NOT NULL,
    joined_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    CONSTRAINT memberships_pkey PRIMARY KEY (organization_id, account_id),
    CONSTRAINT memberships_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT memberships_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'admin', 'billing-admin', 'user-admin', 'member'))
);
CREATE INDEX memberships_account_idx ON memberships (account_id);

CREATE TABLE projects (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT projects_pkey PRIMARY KEY (id),
    CONSTRAINT projects_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);
CREATE INDEX projects_organization_idx ON projects (organization_id);

-- Who did what; `detail` is JSON of the action's own shape.
CREATE TABLE audit_entries (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    actor_id UUID,
    action TEXT NOT NULL,
    detail TEXT NOT NULL,
    client TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (id),
    CONSTRAINT audit_entries_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT audit_entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES accounts (id) ON DELETE SET NULL
);
CREATE INDEX audit_entries_organization_idx ON audit_entries (organization_id, at);
