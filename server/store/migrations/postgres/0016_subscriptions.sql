-- What an organization has and may use: the plan that the operator gave it. Without a row nothing is limited.
CREATE TABLE subscriptions (
    organization_id UUID NOT NULL,
    plan TEXT NOT NULL,
    -- How many of each it includes; none for as many as wanted.
    seats BIGINT,
    projects BIGINT,
    status TEXT NOT NULL,
    -- Its last day, as the operator's calendar has it.
    ends_on DATE,
    CONSTRAINT subscriptions_pkey PRIMARY KEY (organization_id),
    CONSTRAINT subscriptions_organization_fkey FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT subscriptions_seats_check CHECK (seats > 0),
    CONSTRAINT subscriptions_projects_check CHECK (projects > 0),
    CONSTRAINT subscriptions_status_check CHECK (status IN ('trial', 'active', 'past-due', 'cancelled'))
);

-- What new organizations begin with; at most one row.
CREATE TABLE default_plan (
    id INTEGER NOT NULL,
    plan TEXT NOT NULL,
    seats BIGINT,
    projects BIGINT,
    CONSTRAINT default_plan_pkey PRIMARY KEY (id),
    CONSTRAINT default_plan_id_check CHECK (id = 1),
    CONSTRAINT default_plan_seats_check CHECK (seats > 0),
    CONSTRAINT default_plan_projects_check CHECK (projects > 0)
);

-- Whom the operator writes to about the plan.
CREATE TABLE billing_contacts (
    organization_id UUID NOT NULL,
    name TEXT,
    email TEXT NOT NULL,
    CONSTRAINT billing_contacts_pkey PRIMARY KEY (organization_id),
    CONSTRAINT billing_contacts_organization_fkey FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE
);
-- Whose account is deleted is named nowhere any more.
CREATE INDEX billing_contacts_email_idx ON billing_contacts (email);

-- What changed about plan and limits, and not all that ever happened.
CREATE INDEX audit_entries_billing_idx ON audit_entries (organization_id, at)
    WHERE action IN ('plan-changed', 'billing-contact-changed');
