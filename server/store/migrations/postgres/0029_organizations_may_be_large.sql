-- A prepared statement is planned for any organization, by how many rows the average one has: a few. Members of a large one would
-- be found by going through all of them. So each organization is reckoned to have a thousand rows: one with less is read as fast
-- by the same index.
ALTER TABLE memberships ALTER COLUMN organization_id SET (n_distinct = -0.001);
ALTER TABLE project_memberships ALTER COLUMN organization_id SET (n_distinct = -0.001);
ALTER TABLE invitations ALTER COLUMN organization_id SET (n_distinct = -0.001);
ANALYZE memberships;
ANALYZE project_memberships;
ANALYZE invitations;
