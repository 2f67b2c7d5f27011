-- When a member hid what is worth doing first in a new organization; null: it is shown to them.
ALTER TABLE memberships ADD COLUMN steps_hidden_at TEXT;
