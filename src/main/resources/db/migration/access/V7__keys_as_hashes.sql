-- A request is known by the SHA-256 of who asked for what with which key: half as much to keep and to compare, and no identity number
-- is here for thirty days after somebody asked for something.
alter table access.idempotent_answer add column id bytea;
update access.idempotent_answer
set id = sha256(convert_to(caller || E'\n' || operation || E'\n' || key, 'UTF8'));
alter table access.idempotent_answer
  drop constraint idempotent_answer_pkey,
  add primary key (id),
  drop column caller,
  drop column operation,
  drop column key;
