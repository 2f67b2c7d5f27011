-- What SQLite counted in its tables: plans go by the statements alone from now on (docs/adr/0023-plans-without-statistics.md).
DROP TABLE IF EXISTS sqlite_stat1;
DROP TABLE IF EXISTS sqlite_stat4;
-- Of two indexes that promise the same the older one is taken: with a kind that is the one of kinds.
DROP INDEX audit_entries_place_idx;
CREATE INDEX audit_entries_place_idx ON audit_entries (organization_id, at, id);
