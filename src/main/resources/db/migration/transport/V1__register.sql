-- The register of vehicles and drivers. Every fact has two times: valid, when it was so, and known, since and until when the register
-- said so. Nothing is ever deleted or overwritten: what turns out otherwise ends the old row's known and begins new rows.
create extension if not exists btree_gist with schema public;

-- Who changed the register, when and why. Some million rows a year at most; key: id, in the order of time. A fact says by which change it
-- came to be known and by which it ceased to be.
create table transport.change (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- An officer's identity number, or what made it by itself.
  by text not null,
  by_name text,
  case_number text,
  why text not null
);
create index change_case on transport.change (case_number) where case_number is not null;

-- What does not change of a vehicle. About one row for each four people, and those of the past; key: id. The chassis number is the world's
-- (ISO 3779), or shorter for old ones.
create table transport.vehicle (
  id bigint generated always as identity primary key,
  chassis text not null unique check (chassis ~ '^[A-Z0-9]{5,17}$'),
  kind text not null,
  make text not null,
  model text not null,
  year int not null check (year between 1885 and 2200),
  colour text not null,
  entered_by bigint not null references transport.change
);

-- Facts: each table grows with changes of what it is about, some ten rows a vehicle or driver in all their time, and is distributed by its
-- first column. The exclusion says that the register never knew two answers to one question.
create table transport.plate_use (
  plate text not null check (plate ~ '^[A-Z]{1,4}-[A-Z0-9]{1,7}$'),
  vehicle bigint not null references transport.vehicle,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (plate with =, valid with &&, known with &&),
  exclude using gist (vehicle with =, valid with &&, known with &&)
);

create table transport.keeping (
  vehicle bigint not null references transport.vehicle,
  -- An identity or company number, or empty with the name alone for who has none.
  keeper text not null,
  keeper_name text not null,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (vehicle with =, valid with &&, known with &&)
);
create index keeping_keeper on transport.keeping (keeper) where keeper <> '';

create table transport.vehicle_state (
  vehicle bigint not null references transport.vehicle,
  state text not null check (state in ('IN_USE', 'OFF_ROAD', 'EXPORTED', 'SCRAPPED')),
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (vehicle with =, valid with &&, known with &&)
);

-- Thefts, liens and orders of courts: several at a time, apart by what they are known by.
create table transport.marker (
  vehicle bigint not null references transport.vehicle,
  kind text not null check (kind in ('STOLEN', 'LIEN', 'COURT_ORDER', 'DISPUTED')),
  reference text not null,
  holder text not null,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (vehicle with =, kind with =, reference with =, valid with &&, known with &&)
);

-- Insurance, inspection and tax disc. An insurer's next policy may begin before the last one ends.
create table transport.cover (
  vehicle bigint not null references transport.vehicle,
  kind text not null check (kind in ('INSURANCE', 'INSPECTION', 'TAX')),
  reference text not null,
  provider text not null,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (vehicle with =, kind with =, reference with =, valid with &&, known with &&)
);

create table transport.entitlement (
  holder text not null,
  class text not null,
  stage text not null check (stage in ('LEARNER', 'PROVISIONAL', 'FULL')),
  licence text not null,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (holder with =, class with =, valid with &&, known with &&)
);

-- Suspensions, disqualifications and medical reasons, each by what ordered it. No class named means all.
create table transport.bar (
  holder text not null,
  reference text not null,
  kind text not null check (kind in ('SUSPENDED', 'DISQUALIFIED', 'MEDICAL', 'REVOKED')),
  classes text[] not null,
  valid tstzrange not null check (not isempty(valid)),
  known tstzrange not null,
  since bigint not null references transport.change,
  until bigint references transport.change,
  exclude using gist (holder with =, reference with =, valid with &&, known with &&)
);

-- The last number given of each series of plates and licences; a dozen rows. Key: the letters.
create table transport.series (
  letters text primary key,
  last int not null
);

-- Transfers that wait for the next keeper, and what he said; a row for each transfer. Key: the case.
create table transport.transfer (
  case_number text primary key,
  vehicle bigint not null references transport.vehicle,
  plate text not null,
  keeper text not null,
  keeper_name text not null,
  buyer text not null,
  handed_on date not null,
  confirmed boolean,
  buyer_name text,
  answered_at timestamptz,
  check ((confirmed is null) = (answered_at is null))
);
create index transfer_buyer on transport.transfer (buyer) where confirmed is null;

-- The certificates of registration; one for each keeper a vehicle had. Key: the document's number.
create table transport.certificate (
  document text primary key,
  vehicle bigint not null references transport.vehicle,
  holder text not null,
  issued_at timestamptz not null
);
create index certificate_vehicle on transport.certificate (vehicle, issued_at desc);

grant select, insert, update on transport.series to ceiba_app;
grant select, insert, delete on transport.transfer to ceiba_app;
grant update (confirmed, buyer_name, answered_at) on transport.transfer to ceiba_app;
grant select, insert on transport.certificate to ceiba_app;
grant select, insert on transport.change, transport.vehicle, transport.plate_use, transport.keeping, transport.vehicle_state, transport.marker,
  transport.cover, transport.entitlement, transport.bar to ceiba_app;
-- A row may be ended and nothing else of it changed.
grant update (known, until) on transport.plate_use, transport.keeping, transport.vehicle_state, transport.marker, transport.cover,
  transport.entitlement, transport.bar to ceiba_app;
