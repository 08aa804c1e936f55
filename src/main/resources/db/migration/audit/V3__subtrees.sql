-- What proofs are made of (docs/adr/0143-proofs-from-stored-subtrees.md): the roots of the perfect subtrees of 256, 256², … leaves,
-- as C2SP tlog-tiles cuts the tree. Level 1 is over 256 leaves, level 2 over 256 of level 1, and so on; index counts from 0 in
-- each level. One row for every 255 sealed entries; append-only; the key is the place in the tree, read by ranges of at most 256,
-- so it needs no partitions before audit.leaf does, and then by range of index as well.
--
-- Empty here: the sealer fills it from audit.leaf, 100,000 leaves at a time, also what was sealed by versions that did not know of it.
create table audit.subtree (
  level smallint not null check (level between 1 and 7),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

create trigger append_only before update or delete on audit.subtree for each row execute function audit.refuse();
create trigger no_truncate before truncate on audit.subtree for each statement execute function audit.refuse();

grant select, insert on audit.subtree to ceiba_app;
