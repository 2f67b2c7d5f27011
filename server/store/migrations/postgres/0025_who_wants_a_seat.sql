-- When whom an invitation is for last wanted in while no seat was free (ST-3); the team sees it in its list.
ALTER TABLE invitations ADD COLUMN seat_wanted_at TIMESTAMPTZ;
