-- What parties do each day, for their own sight and their quotas: a row for each party, day and kind, added up by all processes; some hundred
-- thousand a year. Key: party, day and kind. Partitioned by month of day when it is large.
create table identity.party_use (
  client_id text not null,
  day date not null,
  kind text not null check (kind in ('SIGN_IN', 'REFUSED', 'TOKEN', 'USERINFO', 'VERIFIED')),
  count bigint not null,
  primary key (client_id, day, kind)
);
grant select, insert on identity.party_use to ceiba_app;
grant update (count) on identity.party_use to ceiba_app;

-- How much a party may do a day, where an officer said something else than the settings do. Some hundred rows. Key: party and kind.
create table identity.party_quota (
  client_id text not null references identity.relying_party (client_id),
  kind text not null check (kind in ('SIGN_IN', 'REFUSED', 'TOKEN', 'USERINFO', 'VERIFIED')),
  daily int not null check (daily >= 0),
  primary key (client_id, kind)
);
grant select, insert on identity.party_quota to ceiba_app;
grant update (daily) on identity.party_quota to ceiba_app;

-- Each time a party was told what is proved about somebody, with its price: some ten thousand a day, never deleted, for it is what a
-- statement rests on. Key: a UUID of version 7; read by party and day. Partitioned by month of day when it is large.
create table identity.verified_answer (
  id uuid primary key,
  client_id text not null,
  person uuid not null,
  day date not null,
  at timestamptz not null,
  purpose text not null,
  claims text[] not null,
  cents int not null check (cents >= 0)
);
create index verified_answer_of on identity.verified_answer (client_id, day);
grant select, insert on identity.verified_answer to ceiba_app;

-- Whether the person also let the party know what is proved, by whom and how. No new rows.
alter table identity.consent add column proofs boolean not null default false;
