-- What SQLite counted in its tables: plans go by the statements alone from now on (docs/adr/0023-plans-without-statistics.md).
DROP TABLE IF EXISTS sqlite_stat1;
DROP TABLE IF EXISTS sqlite_stat4;
-- Which of two indexes is taken that promise the same hangs on their order: a kind has its own, and so has billing.
DROP INDEX audit_entries_place_idx;
DROP INDEX audit_entries_billing_idx;
CREATE INDEX audit_entries_place_idx ON audit_entries (organization_id, at, id);
CREATE INDEX audit_entries_billing_idx ON audit_entries (organization_id, at, id)
    WHERE action IN ('plan-changed', 'billing-contact-changed');
