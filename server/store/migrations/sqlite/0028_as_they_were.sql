-- Whoever is brought back had hidden what is worth doing first, or not.
ALTER TABLE removed_memberships ADD COLUMN steps_hidden_at TEXT;
-- Whether somebody who is invited has an account is not the team's to know.
UPDATE audit_entries SET actor_id = NULL WHERE action = 'invitation-declined';
