-- An office that somebody is lent for some hours in an emergency: asked for, granted by a second person, judged by a third. Some dozens a
-- year; never deleted; keyed by identifier, read by person and by agency; no partitions.
create table access.emergency (
  id uuid primary key,
  person text not null,
  name text not null,
  agency text not null,
  role text not null,
  reason text not null,
  hours int not null check (hours between 1 and 4),
  asked_at timestamptz not null,
  granted_by text,
  granted_by_name text,
  granted_at timestamptz,
  -- When it ends by itself.
  until timestamptz,
  -- When somebody ended or declined it, or the asker thought better of it.
  ended_by text,
  ended_by_name text,
  ended_at timestamptz,
  judged_by text,
  judged_by_name text,
  judged_at timestamptz,
  judgement text check (judgement in ('JUSTIFIED', 'UNJUSTIFIED')),
  finding text,
  check (granted_by <> person),
  check (judged_by <> person and judged_by <> granted_by),
  check ((granted_at is null) = (granted_by is null) and (granted_at is null) = (until is null)),
  check (until <= granted_at + interval '4 hours'),
  check ((judged_at is null) = (judgement is null) and (judged_at is null or granted_at is not null))
);
create index emergency_person on access.emergency (person, asked_at);
create index emergency_agency on access.emergency (agency, asked_at);
create index emergency_open on access.emergency (asked_at) where judged_at is null;

grant select, insert on access.emergency to ceiba_app;
grant update (granted_by, granted_by_name, granted_at, until, ended_by, ended_by_name, ended_at, judged_by, judged_by_name, judged_at,
  judgement, finding) on access.emergency to ceiba_app;
