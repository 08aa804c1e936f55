-- Travellers on declarations who have a number, as an officer who held their passport registered them: by it duty is billed and people are told. One for
-- some travellers in a hundred, deleted with what the declaration said. Key: the declaration, and the digest of the passport as in border.traveller.
create table border.registered (
  number text not null references border.declaration,
  passport_mac bytea not null,
  person text not null,
  by text not null,
  registered_at timestamptz not null,
  primary key (number, passport_mac)
);
create index registered_person on border.registered (person);
create index registered_passport on border.registered (passport_mac, registered_at desc);

-- Whom an assessment was about: his place on the declaration, or null where the whole declaration was assessed. Who had no number is billed when he
-- has one.
alter table border.assessment add column position int;
grant update (bill, position) on border.assessment to ceiba_app;

grant select, insert, update, delete on border.registered to ceiba_app;
