-- SQLite counts nothing (docs/adr/0023-plans-without-statistics.md).
SELECT 1;
