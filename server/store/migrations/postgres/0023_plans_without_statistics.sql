-- PostgreSQL goes on counting: it plans each statement once for any values by itself.
SELECT 1;
