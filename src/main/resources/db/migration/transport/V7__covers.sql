-- The newest that an insurer or a garage told of each policy or inspection: of two messages the one said later counts, whatever the order in
-- which they arrive. As many rows as policies and inspections were told of. Key: who told and his number for it.
create table transport.told_cover (
  sender text not null,
  reference text not null,
  vehicle bigint not null references transport.vehicle,
  said_at timestamptz not null,
  fingerprint bytea not null,
  primary key (sender, reference)
);
grant select, insert on transport.told_cover to ceiba_app;
grant update (said_at, fingerprint) on transport.told_cover to ceiba_app;
