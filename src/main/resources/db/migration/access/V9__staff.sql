-- Who appointed somebody, who agreed as the second, and how it ended. Still a row an appointment, some tens of thousands, never deleted;
-- keyed by identifier, read by person and by agency; no partitions.
alter table access.appointment
  add column state text not null default 'HELD' check (state in ('PROPOSED', 'HELD', 'DECLINED', 'ENDED')),
  -- Null for what was there before people appointed, and for the demonstration's.
  add column appointed_by text,
  add column appointed_by_name text,
  add column appointed_at timestamptz,
  -- The second person, who agreed or declined.
  add column decided_by text,
  add column decided_by_name text,
  add column decided_at timestamptz,
  -- Null with an ended_at when the platform ended it.
  add column ended_by text,
  add column ended_by_name text,
  add column ended_at timestamptz,
  add column end_reason text,
  -- When he last signed in while he held it.
  add column signed_in_at timestamptz;
-- Nobody holds an office without end: what had none ends in a year, and is reviewed before.
update access.appointment
set valid_to = greatest(valid_from, (now() at time zone 'America/Belize')::date) + 365
where valid_to is null;
alter table access.appointment
  alter column valid_to set not null,
  add check (appointed_by <> person),
  add check (decided_by <> person and decided_by <> appointed_by),
  add check ((state = 'ENDED') = (ended_at is not null)),
  -- One who was removed may be appointed anew on the same day.
  drop constraint appointment_person_agency_role_valid_from_key;
create unique index appointment_once on access.appointment (person, agency, role, valid_from)
  where state in ('PROPOSED', 'HELD');
create index appointment_person on access.appointment (person);
create index appointment_agency on access.appointment (agency, role);
revoke update on access.appointment from ceiba_app;
grant update (name, state, decided_by, decided_by_name, decided_at, ended_by, ended_by_name, ended_at, end_reason, signed_in_at)
  on access.appointment to ceiba_app;

-- An agency's review of all that is held in it. A row an agency and quarter; never deleted; keyed by identifier, read by agency;
-- no partitions.
create table access.review (
  id uuid primary key,
  agency text not null,
  opened_at timestamptz not null,
  -- When what nobody confirmed lapses; later than at first when it went up the organogram.
  due_at timestamptz not null,
  -- How often it went up.
  level int not null default 0,
  -- How many reminders went out for this due date.
  reminded int not null default 0,
  closed_at timestamptz
);
create unique index review_open on access.review (agency) where closed_at is null;
create index review_agency on access.review (agency, opened_at);

-- What a review asks about: a row an appointment and review, so four times as many a year as there are appointments. Keyed by review
-- first; no partitions.
create table access.review_item (
  review uuid not null references access.review (id),
  appointment bigint not null references access.appointment (id),
  -- OVER: it ended otherwise before anybody decided.
  decision text check (decision in ('CONFIRMED', 'ENDED', 'LAPSED', 'OVER')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  primary key (review, appointment),
  check ((decision is null) = (decided_at is null))
);
create index review_item_appointment on access.review_item (appointment);

grant select, insert on access.review, access.review_item to ceiba_app;
grant update (due_at, level, reminded, closed_at) on access.review to ceiba_app;
grant update (decision, decided_by, decided_by_name, decided_at) on access.review_item to ceiba_app;
