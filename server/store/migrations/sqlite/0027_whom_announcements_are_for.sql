-- An announcement may be for some of the members alone.
-- Whether it is for those who are kept outside for want of a project.
ALTER TABLE announcements ADD COLUMN kept_outside INTEGER NOT NULL DEFAULT 0;
-- Of those, for who belongs to this project; none: for all of them.
ALTER TABLE announcements ADD COLUMN of_project BLOB;
