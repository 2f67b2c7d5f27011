-- Every place in addresses that leads to an organization: its own, and those that it had and nobody else took since.
CREATE TABLE organization_slugs (
    slug TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT organization_slugs_pkey PRIMARY KEY (slug),
    CONSTRAINT organization_slugs_organization_fkey FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE
);
CREATE INDEX organization_slugs_organization_idx ON organization_slugs (organization_id);
INSERT INTO organization_slugs (slug, organization_id) SELECT slug, id FROM organizations;

-- Whatever slug an organization gets leads to it from then on, whoever had it before.
CREATE FUNCTION lead_to_organization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organization_slugs (slug, organization_id) VALUES (NEW.slug, NEW.id)
    ON CONFLICT (slug) DO UPDATE SET organization_id = excluded.organization_id;
    RETURN NULL;
END $$;
CREATE TRIGGER organizations_led_to AFTER INSERT OR UPDATE OF slug ON organizations
    FOR EACH ROW EXECUTE FUNCTION lead_to_organization();

-- Slugs that are taken for each other.
CREATE INDEX organizations_look_idx ON organizations (REPLACE(REPLACE(slug, '0', 'o'), '1', 'l'));

-- What is noted about the company, for internal reference only.
ALTER TABLE organizations ADD COLUMN registered_name TEXT;
ALTER TABLE organizations ADD COLUMN vat_number TEXT;
-- ISO 3166-1, two letters.
ALTER TABLE organizations ADD COLUMN country TEXT;

-- When the general settings were last saved.
ALTER TABLE organizations ADD COLUMN settings_saved_at TIMESTAMPTZ;
ALTER TABLE organizations ADD COLUMN settings_saved_by UUID
    CONSTRAINT organizations_settings_saver_fkey REFERENCES accounts (id) ON DELETE SET NULL;
CREATE INDEX organizations_settings_saver_idx ON organizations (settings_saved_by);
