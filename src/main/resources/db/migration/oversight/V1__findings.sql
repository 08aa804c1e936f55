-- Unusual access (docs/adr/0153-unusual-access.md): what was found in the audit log, by whom it was judged, and what usual access is.

-- Up to which entry the log was read; one row. Who reads on locks it.
create table oversight.reading (
  one boolean primary key default true check (one),
  era int not null,
  txid text not null,
  seq bigint not null
);
insert into oversight.reading (era, txid, seq) values (0, '0', 0);

-- At whom an officer looked in which hour: a row for each person, officer and hour. Deleted after three days; at most some ten thousand rows a
-- day. Key leads from the officer to the hours of a day.
create table oversight.looked (
  agency text not null,
  officer text not null,
  hour timestamptz not null,
  person text not null,
  primary key (agency, officer, hour, person)
);

-- At how many people an officer looked in an hour or day of a day on which he looked at all; from which what is usual is computed. Deleted
-- after 100 days: ten rows an officer and day, a million for a thousand officers. Key leads from the agency to its spans.
create table oversight.volume (
  agency text not null,
  span text not null check (span in ('HOUR', 'DAY')),
  began timestamptz not null,
  officer text not null,
  people int not null,
  primary key (agency, span, began, officer)
);
create index volume_officer on oversight.volume (agency, officer, span, began);

-- What was found: about an officer and a person on a day, or about an officer's whole day. Some a week for each agency; not partitioned. Key
-- is a uuid by time. Nothing is deleted.
create table oversight.finding (
  id uuid primary key,
  agency text not null,
  officer text not null,
  officer_name text not null,
  day date not null,
  -- Null when it is about the day as a whole.
  person text,
  -- The one case of all these looks, if there is one.
  case_number text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  raised_at timestamptz not null,
  -- 0: for the managers of the officer's agency; 1: for the oversight authority.
  level smallint not null check (level in (0, 1)),
  due_on date not null,
  question text,
  asked_by text,
  asked_by_name text,
  asked_at timestamptz,
  answer text,
  answered_at timestamptz,
  verdict text check (verdict in ('JUSTIFIED', 'BREACH')),
  words text,
  judged_by text,
  judged_by_name text,
  judged_for text,
  judged_at timestamptz,
  -- Nobody judges himself, whatever the code does.
  check (judged_by <> officer),
  check (asked_by <> officer),
  check ((verdict is null) = (judged_by is null))
);
create unique index finding_open on oversight.finding (agency, officer, day, coalesce(person, '')) where verdict is null;
create index finding_due on oversight.finding (level, agency, due_on) where verdict is null;
create index finding_officer on oversight.finding (officer, agency, day);
create index finding_judged on oversight.finding (judged_at) where verdict is not null;

-- Why; one to three rows a finding.
create table oversight.reason (
  finding uuid not null references oversight.finding,
  kind text not null,
  figures jsonb not null,
  primary key (finding, kind)
);

-- Whose data it was, who are told if it was a breach: one row, or as many as people were looked at in bulk.
create table oversight.concerned (
  finding uuid not null references oversight.finding,
  person text not null,
  told_at timestamptz,
  -- A court's order keeps it from him until then at least.
  not_before timestamptz,
  primary key (finding, person)
);
create index concerned_untold on oversight.concerned (finding) where told_at is null;

-- People at whom the curious would look. Only a keyed digest is kept of whom it is about, so that neither this table nor a page of it can be
-- read as a list. Some hundred rows; removed ones stay without their digest.
create table oversight.well_known (
  id uuid primary key,
  digest bytea,
  words text not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  agreed_by text,
  agreed_by_name text,
  agreed_at timestamptz,
  removal_by text,
  removal_by_name text,
  removal_at timestamptz,
  removed_by text,
  removed_by_name text,
  removed_at timestamptz,
  check (agreed_by <> proposed_by),
  check (removed_by <> removal_by),
  check ((digest is null) = (removed_at is not null))
);
create unique index well_known_digest on oversight.well_known (digest) where digest is not null;

grant select on oversight.reading to ceiba_app;
grant update (era, txid, seq) on oversight.reading to ceiba_app;
grant select, insert, delete on oversight.looked to ceiba_app;
grant select, insert, update, delete on oversight.volume to ceiba_app;
grant select, insert on oversight.finding to ceiba_app;
grant update (case_number, first_at, last_at, level, due_on, question, asked_by, asked_by_name, asked_at, answer, answered_at, verdict,
  words, judged_by, judged_by_name, judged_for, judged_at) on oversight.finding to ceiba_app;
grant select, insert on oversight.reason to ceiba_app;
grant update (figures) on oversight.reason to ceiba_app;
grant select, insert on oversight.concerned to ceiba_app;
grant update (told_at, not_before) on oversight.concerned to ceiba_app;
grant select, insert on oversight.well_known to ceiba_app;
grant update (digest, agreed_by, agreed_by_name, agreed_at, removal_by, removal_by_name, removal_at, removed_by, removed_by_name, removed_at)
  on oversight.well_known to ceiba_app;
