-- Who was here last is read along an index.
CREATE INDEX memberships_last_active_idx
    ON memberships (organization_id, (COALESCE(opened_at, '0001-01-01T00:00:00+00:00')), account_id);
-- Who manages a project is few of those who belong to one.
CREATE INDEX project_memberships_managers_idx ON project_memberships (organization_id, account_id, project_id) WHERE role = 'manager';
