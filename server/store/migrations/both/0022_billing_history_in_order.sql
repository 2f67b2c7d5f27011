-- The history of plan and contact is read in the order of the log, newest first: an index that ends with the id has that order,
-- and is taken instead of the one of the whole log.
DROP INDEX audit_entries_billing_idx;
CREATE INDEX audit_entries_billing_idx ON audit_entries (organization_id, at, id)
    WHERE action IN ('plan-changed', 'billing-contact-changed');
