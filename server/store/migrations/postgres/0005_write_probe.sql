-- One row that is written to find out whether the database can be written to.
CREATE TABLE write_probe (
    id BIGINT NOT NULL,
    writes BIGINT NOT NULL,
    CONSTRAINT write_probe_pkey PRIMARY KEY (id),
    CONSTRAINT write_probe_one_check CHECK (id = 1)
);
INSERT INTO write_probe (id, writes) VALUES (1, 0);
