-- Every version of every service that was ever published; a few rows a year, never changed. Key: service and version.
create table cases.definition (
  service text not null,
  version int not null,
  digest text not null,
  body jsonb not null,
  published_at timestamptz not null,
  primary key (service, version)
);

-- Forms that people have begun; removed when submitted or after 60 days. Grows with people, stays small. Key: id.
create table cases.draft (
  id uuid primary key,
  service text not null,
  version int not null,
  person text not null,
  acted_by text,
  form jsonb not null,
  page text not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null
);
create index draft_person on cases.draft (person, updated_at desc);
create index draft_expiry on cases.draft (expires_at);

-- Cases; grows with people and time. Key: number. One table serves some tens of millions of cases, since all lists go
-- through partial indexes over open cases; beyond one primary it is distributed by person (Citus), as is cases.event.
create table cases.case_file (
  number text primary key,
  service text not null,
  version int not null,
  agency text not null,
  person text not null,
  person_name text not null,
  acted_by text,
  form jsonb not null,
  facts jsonb not null,
  state text not null,
  revision int not null,
  officer text,
  officer_name text,
  decided_by text,
  district text,
  assurance text not null,
  language text not null,
  urgent boolean not null,
  submitted_at timestamptz not null,
  started_on date,
  due_on date,
  days_left int,
  closed_at timestamptz,
  outcome text,
  waiting text not null,
  waiting_since timestamptz not null default now(),
  submission_key text not null unique,
  timer_at timestamptz
);
create index case_person on cases.case_file (person, submitted_at desc);
create index case_worklist on cases.case_file
  (agency, waiting, (not urgent), (coalesce(due_on, date '9999-12-31')), number) where closed_at is null;
create index case_free on cases.case_file
  (agency, (not urgent), (coalesce(due_on, date '9999-12-31')), number)
  where closed_at is null and officer is null and waiting = 'officer';
create index case_officer on cases.case_file (officer, (not urgent), (coalesce(due_on, date '9999-12-31')), number)
  where closed_at is null and officer is not null;
create index case_timer on cases.case_file (timer_at) where timer_at is not null;

-- What happened in each case; append-only, five to ten rows a case. Key: number and revision. position and txid let
-- readers follow in the order of commit without missing what commits late.
create table cases.event (
  position bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  number text not null,
  revision int not null,
  at timestamptz not null,
  transition text not null,
  from_state text,
  to_state text not null,
  actor text not null,
  actor_name text,
  input jsonb not null,
  primary key (number, revision)
);
create index event_position on cases.event (txid, position);

-- Effects that gave up, until somebody tries again with success. Almost always empty. Key: number, revision, effect.
create table cases.failed_effect (
  number text not null,
  revision int not null,
  effect text not null,
  error text not null,
  at timestamptz not null,
  primary key (number, revision, effect)
);

grant select, insert on cases.definition to ceiba_app;
grant select, insert, update, delete on cases.draft to ceiba_app;
grant select, insert, update on cases.case_file to ceiba_app;
grant select, insert on cases.event to ceiba_app;
grant select, insert, delete on cases.failed_effect to ceiba_app;
