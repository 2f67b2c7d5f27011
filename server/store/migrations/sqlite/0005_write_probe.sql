-- One row that is written to find out whether the database can be written to.
CREATE TABLE write_probe (
    id INTEGER NOT NULL,
    writes INTEGER NOT NULL,
    CONSTRAINT write_probe_pkey PRIMARY KEY (id),
    CONSTRAINT write_probe_one_check CHECK (id = 1)
) STRICT;
INSERT INTO write_probe (id, writes) VALUES (1, 0);
