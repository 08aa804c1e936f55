-- Vehicles that came for a time and have to leave again. Some hundreds at once; key: id, found by the declaration of the arrival, and those that
-- are late by their last day. What it is and who brought it is sealed; erased half a year after it left.
create table border.temporary_import (
  id bigint generated always as identity primary key,
  number text not null references border.declaration,
  sealed bytea not null,
  port text not null,
  admitted date not null,
  last_day date not null check (last_day >= admitted),
  by text not null,
  by_name text not null,
  device_key text not null unique,
  issued_at timestamptz not null,
  left_at timestamptz,
  left_by text,
  left_by_name text,
  left_words text
);
create index temporary_import_number on border.temporary_import (number);
create index temporary_import_open on border.temporary_import (last_day) where left_at is null;

-- Documents of who brought it, by the digests by which travellers are found, so that the exit desk sees it when one of them leaves.
create table border.temporary_import_traveller (
  import bigint not null references border.temporary_import on delete cascade,
  document_mac bytea not null,
  primary key (import, document_mac)
);
create index temporary_import_document on border.temporary_import_traveller (document_mac);

-- What Customs checked of what was declared: money counted, and permits of agricultural health. Some in a hundred declarations; key: id, found
-- by the declaration's number.
create table border.checked_thing (
  id bigint generated always as identity primary key,
  number text not null references border.declaration,
  kind text not null check (kind in ('money', 'permit')),
  verdict text not null check (verdict in ('agrees', 'differs', 'missing')),
  -- The amount or the permit's number; null once erased.
  sealed bytea,
  by text not null,
  by_name text not null,
  device_key text not null unique,
  checked_at timestamptz not null
);
create index checked_thing_number on border.checked_thing (number, id desc);

grant select, insert, delete on border.temporary_import to ceiba_app;
grant update (left_at, left_by, left_by_name, left_words) on border.temporary_import to ceiba_app;
grant select, insert, delete on border.temporary_import_traveller to ceiba_app;
grant select, insert on border.checked_thing to ceiba_app;
grant update (sealed) on border.checked_thing to ceiba_app;
