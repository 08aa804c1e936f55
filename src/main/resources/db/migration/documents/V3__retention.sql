-- What is destroyed keeps its row, so that a number or an identifier still says what happened to it.
alter table documents.file add column destroyed_at timestamptz;
alter table documents.document add column destroyed_at timestamptz;
create index file_age on documents.file (at) where destroyed_at is null;
create index document_age on documents.document (type, issued_at) where destroyed_at is null;

-- Cases of which nothing may be destroyed, by order of a court or an auditor; some hundred rows. Key: id.
create table documents.hold (
  id uuid primary key,
  case_number text not null,
  agency text not null,
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  check ((ended_by is null) = (ended_at is null))
);
create unique index hold_case on documents.hold (case_number) where ended_at is null;

-- The evidence of each destruction: a row for each content, never changed but for when it was erased; as many a year as are
-- handed in and issued. Key: id.
create table documents.destruction (
  id bigint generated always as identity primary key,
  what text not null unique,
  class text not null,
  rule text not null,
  owner text not null,
  sha256 text[] not null,
  created_at timestamptz not null,
  at timestamptz not null,
  -- Null until the content is off the disk; a process may have died in between.
  erased_at timestamptz
);
create index destruction_unerased on documents.destruction (id) where erased_at is null;

grant update (destroyed_at) on documents.file, documents.document to ceiba_app;
grant select, insert on documents.hold to ceiba_app;
grant update (ended_by, ended_at) on documents.hold to ceiba_app;
grant select, insert on documents.destruction to ceiba_app;
grant update (erased_at) on documents.destruction to ceiba_app;
