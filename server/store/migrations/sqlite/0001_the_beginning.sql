-- Times are RFC 3339 text in UTC to the microsecond, ids are UUIDs of 16 bytes.

CREATE TABLE accounts (
    id BLOB NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    -- Empty: a claim.
    verified_at TEXT,
    created_at TEXT NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_email_key UNIQUE (email)
) STRICT;

-- A link that was mailed. Only the digest of its token is kept.
CREATE TABLE links (
    id BLOB NOT NULL,
    purpose TEXT NOT NULL,
    digest BLOB NOT NULL,
    account_id BLOB,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    superseded_at TEXT,
    CONSTRAINT links_pkey PRIMARY KEY (id),
    CONSTRAINT links_digest_key UNIQUE (digest),
    CONSTRAINT links_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX links_account_idx ON links (account_id);

-- Mail is written in the transaction that causes it, and sent by the worker.
CREATE TABLE outbox (
    id BLOB NOT NULL,
    recipient TEXT NOT NULL,
    message TEXT NOT NULL,
    link_id BLOB,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    -- After this the mail is worth nothing, and is dropped.
    expires_at TEXT NOT NULL,
    settled_at TEXT,
    problem TEXT,
    CONSTRAINT outbox_pkey PRIMARY KEY (id),
    CONSTRAINT outbox_link_fkey FOREIGN KEY (link_id) REFERENCES links (id) ON DELETE SET NULL,
    CONSTRAINT outbox_state_check CHECK (state IN ('queued', 'handed-over', 'refused', 'dropped'))
) STRICT;
CREATE INDEX outbox_due_idx ON outbox (next_try_at) WHERE state = 'queued';
CREATE INDEX outbox_link_idx ON outbox (link_id);

-- One browser's sign-up. Without an account it waits for ever: the address had one already, or the claim is gone.
CREATE TABLE attempts (
    id BLOB NOT NULL,
    digest BLOB NOT NULL,
    account_id BLOB,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    mail_id BLOB NOT NULL,
    mailed_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    completed_at TEXT,
    CONSTRAINT attempts_pkey PRIMARY KEY (id),
    CONSTRAINT attempts_digest_key UNIQUE (digest),
    CONSTRAINT attempts_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT attempts_mail_fkey FOREIGN KEY (mail_id) REFERENCES outbox (id)
) STRICT;
CREATE INDEX attempts_account_idx ON attempts (account_id);
CREATE INDEX attempts_mail_idx ON attempts (mail_id);

CREATE TABLE sessions (
    id BLOB NOT NULL,
    digest BLOB NOT NULL,
    account_id BLOB NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    client TEXT NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_digest_key UNIQUE (digest),
    CONSTRAINT sessions_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX sessions_account_idx ON sessions (account_id);

CREATE TABLE organizations (
    id BLOB NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_by BLOB,
    created_at TEXT NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_slug_key UNIQUE (slug),
    CONSTRAINT organizations_creator_fkey FOREIGN KEY (created_by) REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX organizations_creator_idx ON organizations (created_by);

CREATE TABLE memberships (
    organization_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL,
    joined_at TEXT NOT NULL,
    opened_at TEXT,
    CONSTRAINT memberships_pkey PRIMARY KEY (organization_id, account_id),
    CONSTRAINT memberships_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT memberships_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'admin', 'billing-admin', 'user-admin', 'member'))
) STRICT;
CREATE INDEX memberships_account_idx ON memberships (account_id);

CREATE TABLE projects (
    id BLOB NOT NULL,
    organization_id BLOB NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT projects_pkey PRIMARY KEY (id),
    CONSTRAINT projects_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX projects_organization_idx ON projects (organization_id);

-- Who did what; `detail` is JSON of the action's own shape.
CREATE TABLE audit_entries (
    id BLOB NOT NULL,
    organization_id BLOB NOT NULL,
    actor_id BLOB,
    action TEXT NOT NULL,
    detail TEXT NOT NULL,
    client TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (id),
    CONSTRAINT audit_entries_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT audit_entries_actor_fkey FOREIGN KEY (actor_id) REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX audit_entries_organization_idx ON audit_entries (organization_id, at);
