-- What an entry is about, and the names in it by which it is found. The server fills them in for what older versions wrote.
ALTER TABLE audit_entries ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN words TEXT;
CREATE INDEX audit_entries_unread_idx ON audit_entries (id) WHERE words IS NULL;
-- A page begins at its place, whatever the log is filtered by.
CREATE INDEX audit_entries_place_idx ON audit_entries (organization_id, at, id);
CREATE INDEX audit_entries_kind_idx ON audit_entries (organization_id, kind, at, id);
CREATE INDEX audit_entries_did_idx ON audit_entries (organization_id, actor_id, at, id);
CREATE INDEX audit_entries_done_to_idx ON audit_entries (organization_id, subject_id, at, id);
DROP INDEX audit_entries_organization_idx;
