-- What the operator's billing was told of an organization last.
CREATE TABLE billing_states (
    organization_id BLOB NOT NULL,
    -- Counts the events; 0: nothing was told yet.
    revision INTEGER NOT NULL,
    -- JSON of what the last event said is so; empty: nothing was told yet.
    state TEXT NOT NULL,
    -- When to count again though nobody does anything: an open invitation expires.
    recount_at TEXT,
    CONSTRAINT billing_states_pkey PRIMARY KEY (organization_id),
    CONSTRAINT billing_states_organization_fkey FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX billing_states_recount_idx ON billing_states (recount_at);

-- Events on their way to the operator's billing; what was delivered is gone. One that tells of an organization outlives it.
CREATE TABLE webhook_events (
    id BLOB NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    problem TEXT,
    CONSTRAINT webhook_events_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_events_state_check CHECK (state IN ('queued', 'parked'))
) STRICT;
CREATE INDEX webhook_events_due_idx ON webhook_events (next_try_at) WHERE state = 'queued';
