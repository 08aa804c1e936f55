-- What stands on licences besides their classes, in two times: restrictions and vocational endorsements by the codes of belize/licence-codes.yaml. A class of '*' means
-- all. Rows, key and retention as transport.bar. The reference names the order, paper or test.
create table transport.endorsement (
  holder text not null,
  class text not null,
  code text not null,
  reference text not null,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (holder with =, class with =, code with =, valid with &&, known with &&)
);
grant select, insert on transport.endorsement to ceiba_app;
grant update (known, until) on transport.endorsement to ceiba_app;

-- The codes on a card; null for those that were issued before there were codes.
alter table transport.card add column codes text;
