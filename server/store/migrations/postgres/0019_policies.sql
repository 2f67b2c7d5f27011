-- What an organization asks of everybody in it (ST-6): a row for each policy that is on.
CREATE TABLE organization_policies (
    organization_id UUID NOT NULL,
    policy TEXT NOT NULL,
    -- When it was switched on, and by whom; null once that account is gone.
    on_since TIMESTAMPTZ NOT NULL,
    set_by UUID,
    CONSTRAINT organization_policies_pkey PRIMARY KEY (organization_id, policy),
    CONSTRAINT organization_policies_organization_fkey FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT organization_policies_set_by_fkey FOREIGN KEY (set_by)
        REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT organization_policies_policy_check
        CHECK (policy IN ('invitations-need-project', 'members-need-project'))
);
CREATE INDEX organization_policies_set_by_idx ON organization_policies (set_by);
