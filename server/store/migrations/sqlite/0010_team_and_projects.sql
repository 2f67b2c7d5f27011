-- What is granted to a member beside the role: words with blanks between them.
ALTER TABLE memberships ADD COLUMN grants TEXT NOT NULL DEFAULT ''
    CONSTRAINT memberships_grants_check CHECK (grants = '' OR role = 'member');

-- Whether roles, grants and projects of the people in it come from an identity provider.
ALTER TABLE organizations ADD COLUMN identity_managed INTEGER NOT NULL DEFAULT 0;

-- Until now every organization has the one project that it was born with, called Website.
CREATE TABLE new_projects (
    id BLOB NOT NULL,
    organization_id BLOB NOT NULL,
    name TEXT NOT NULL,
    -- Its place in addresses by now.
    slug TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- Set: archived.
    archived_at TEXT,
    archived_by BLOB,
    -- When the list of its members was last saved.
    members_saved_at TEXT,
    members_saved_by BLOB,
    CONSTRAINT projects_pkey PRIMARY KEY (id),
    CONSTRAINT projects_in_organization_key UNIQUE (organization_id, id),
    CONSTRAINT projects_slug_key UNIQUE (organization_id, slug),
    CONSTRAINT projects_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT projects_archiver_fkey FOREIGN KEY (archived_by) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT projects_saver_fkey FOREIGN KEY (members_saved_by) REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;
INSERT INTO new_projects (id, organization_id, name, slug, created_at)
SELECT id, organization_id, name, 'website', created_at FROM projects;
DROP TABLE projects;
ALTER TABLE new_projects RENAME TO projects;
CREATE INDEX projects_archiver_idx ON projects (archived_by);
CREATE INDEX projects_saver_idx ON projects (members_saved_by);

-- Every place in addresses that leads to a project, those of its former names too.
CREATE TABLE project_slugs (
    organization_id BLOB NOT NULL,
    slug TEXT NOT NULL,
    project_id BLOB NOT NULL,
    CONSTRAINT project_slugs_pkey PRIMARY KEY (organization_id, slug),
    CONSTRAINT project_slugs_project_fkey FOREIGN KEY (organization_id, project_id)
        REFERENCES projects (organization_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX project_slugs_project_idx ON project_slugs (organization_id, project_id);
INSERT INTO project_slugs (organization_id, slug, project_id) SELECT organization_id, slug, id FROM projects;

-- Who was added to which project. Both belong to the same organization; who leaves that leaves its projects.
CREATE TABLE project_memberships (
    organization_id BLOB NOT NULL,
    project_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT project_memberships_pkey PRIMARY KEY (organization_id, account_id, project_id),
    CONSTRAINT project_memberships_member_fkey FOREIGN KEY (organization_id, account_id)
        REFERENCES memberships (organization_id, account_id) ON DELETE CASCADE,
    CONSTRAINT project_memberships_project_fkey FOREIGN KEY (organization_id, project_id)
        REFERENCES projects (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT project_memberships_role_check CHECK (role IN ('manager', 'agent', 'viewer'))
) STRICT;
CREATE INDEX project_memberships_project_idx ON project_memberships (organization_id, project_id);

-- What an invitation gives beside its role, and what whoever invited calls the person.
ALTER TABLE invitations ADD COLUMN grants TEXT NOT NULL DEFAULT ''
    CONSTRAINT invitations_grants_check CHECK (grants = '' OR role = 'member');
ALTER TABLE invitations ADD COLUMN first_name TEXT;
ALTER TABLE invitations ADD COLUMN last_name TEXT;
CREATE UNIQUE INDEX invitations_in_organization_key ON invitations (organization_id, id);
CREATE TABLE invitation_projects (
    organization_id BLOB NOT NULL,
    invitation_id BLOB NOT NULL,
    project_id BLOB NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT invitation_projects_pkey PRIMARY KEY (invitation_id, project_id),
    CONSTRAINT invitation_projects_invitation_fkey FOREIGN KEY (organization_id, invitation_id)
        REFERENCES invitations (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT invitation_projects_project_fkey FOREIGN KEY (organization_id, project_id)
        REFERENCES projects (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT invitation_projects_role_check CHECK (role IN ('manager', 'agent', 'viewer'))
) STRICT;
CREATE INDEX invitation_projects_invitation_idx ON invitation_projects (organization_id, invitation_id);
CREATE INDEX invitation_projects_project_idx ON invitation_projects (organization_id, project_id);

-- Memberships whose access was revoked, as they were: they can be brought back for a while.
CREATE TABLE removed_memberships (
    organization_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL,
    grants TEXT NOT NULL,
    joined_at TEXT NOT NULL,
    opened_at TEXT,
    removed_at TEXT NOT NULL,
    removed_by BLOB,
    CONSTRAINT removed_memberships_pkey PRIMARY KEY (organization_id, account_id),
    CONSTRAINT removed_memberships_organization_fkey FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT removed_memberships_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT removed_memberships_remover_fkey FOREIGN KEY (removed_by) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT removed_memberships_role_check CHECK (role IN ('owner', 'admin', 'billing-admin', 'user-admin', 'member')),
    CONSTRAINT removed_memberships_grants_check CHECK (grants = '' OR role = 'member')
) STRICT;
CREATE INDEX removed_memberships_account_idx ON removed_memberships (account_id);
CREATE INDEX removed_memberships_remover_idx ON removed_memberships (removed_by);
CREATE INDEX removed_memberships_removed_idx ON removed_memberships (removed_at);

CREATE TABLE removed_project_memberships (
    organization_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    project_id BLOB NOT NULL,
    role TEXT NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT removed_project_memberships_pkey PRIMARY KEY (organization_id, account_id, project_id),
    CONSTRAINT removed_project_memberships_member_fkey FOREIGN KEY (organization_id, account_id)
        REFERENCES removed_memberships (organization_id, account_id) ON DELETE CASCADE,
    CONSTRAINT removed_project_memberships_project_fkey FOREIGN KEY (organization_id, project_id)
        REFERENCES projects (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT removed_project_memberships_role_check CHECK (role IN ('manager', 'agent', 'viewer'))
) STRICT;
CREATE INDEX removed_project_memberships_project_idx ON removed_project_memberships (organization_id, project_id);
