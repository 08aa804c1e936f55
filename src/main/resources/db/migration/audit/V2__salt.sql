-- Random bits of an entry that are in no proof: with them the hash of who acted is in what is sealed instead of his number, so that an
-- entry can be shown to anybody as it was sealed, and a leaf's hash can't be guessed from what is known of the entry
-- (docs/adr/0143-proofs-from-stored-subtrees.md). 16 bytes a row more; null in rows that were there before. The application can't
-- choose it: the column is not granted.
alter table audit.entry add column salt uuid;
alter table audit.entry alter column salt set default gen_random_uuid();
