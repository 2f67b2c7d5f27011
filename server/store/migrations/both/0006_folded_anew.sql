-- What lists find and sort by is made by other rules now (ї is found by і, hiragana by katakana, an address by both
-- spellings of its domain): the next start fills it in anew.
UPDATE accounts SET name_folded = NULL;
UPDATE organizations SET name_folded = NULL;
