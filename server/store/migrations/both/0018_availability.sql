-- What a member chose to be in the organization; what others see of it hangs also on whether they have a tab open.
ALTER TABLE memberships ADD COLUMN availability TEXT NOT NULL DEFAULT 'online'
    CONSTRAINT memberships_availability_check CHECK (availability IN ('online', 'busy', 'away', 'offline'));
ALTER TABLE removed_memberships ADD COLUMN availability TEXT NOT NULL DEFAULT 'online'
    CONSTRAINT removed_memberships_availability_check CHECK (availability IN ('online', 'busy', 'away', 'offline'));
