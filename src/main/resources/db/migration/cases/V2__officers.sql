-- When an overdue case goes one level up: the beginning of the day after its last day, later ones a few working days
-- apart; null while the clock stands still and once the case is closed. escalated_to is the agency whose supervisors have
-- it before them.
alter table cases.case_file
  add column escalate_at timestamptz,
  add column escalation_level int not null default 0,
  add column escalated_to text;
update cases.case_file
set escalate_at = (due_on + 1)::timestamp at time zone 'America/Belize'
where closed_at is null and due_on is not null and days_left is null;
create index case_escalate on cases.case_file (escalate_at) where escalate_at is not null;
create index case_escalated on cases.case_file
  (escalated_to, (not urgent), (coalesce(due_on, date '9999-12-31')), number)
  where closed_at is null and escalated_to is not null;

-- For whom an officer acted who stands in for a colleague on leave.
alter table cases.event add column for_name text;

-- Each time an overdue case went a level up; a few rows for each overdue case. Key: number, last day, level, which is what
-- makes each happen once.
create table cases.escalation (
  number text not null,
  due_on date not null,
  level int not null,
  agency text not null,
  at timestamptz not null,
  primary key (number, due_on, level)
);

-- Who stands in for whom, from the first to the last day; some hundred rows a year. Key: id.
create table cases.delegation (
  id uuid primary key,
  agency text not null,
  officer text not null,
  officer_name text not null,
  delegate text not null,
  delegate_name text not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  ended_at timestamptz,
  check (officer <> delegate)
);
create index delegation_delegate on cases.delegation (delegate, to_day);
create index delegation_officer on cases.delegation (officer, to_day);

-- What officers write for each other about a case and no applicant reads; a few rows a case. Key: id, in order of time.
create table cases.note (
  id uuid primary key,
  number text not null,
  at timestamptz not null,
  author text not null,
  author_name text not null,
  text text not null
);
create index note_number on cases.note (number, id);

-- Letters as they were sent, in the applicant's language; a few rows a case. Key: id, in order of time.
create table cases.letter (
  id uuid primary key,
  number text not null,
  at timestamptz not null,
  letter text not null,
  author text not null,
  author_name text not null,
  subject text not null,
  text text not null
);
create index letter_number on cases.letter (number, id);

-- What one officer decided and a second has to confirm; at most one row a case, gone once it is settled. Key: number.
create table cases.proposal (
  number text primary key,
  revision int not null,
  transition text not null,
  input jsonb not null,
  facts jsonb not null,
  officer text not null,
  officer_name text not null,
  at timestamptz not null
);

-- The words by which officers find a case; one row a case, never changed. Beside case_file, so that a case that moves
-- does not touch the index of words. Key: number.
create table cases.search (
  number text primary key,
  agency text not null,
  submitted_at timestamptz not null,
  terms tsvector not null
);
insert into cases.search (number, agency, submitted_at, terms)
select number, agency, submitted_at, array_to_tsvector(array_remove(string_to_array(
  'agency:' || agency || ' ' || lower(replace(number, '-', '')) || ' ' || person || ' '
    || translate(lower(person_name), 'áéíóúüñ', 'aeiouun'), ' '), ''))
from cases.case_file;
-- Without a list of pending entries a search never has to read one.
create index search_terms on cases.search using gin (terms) with (fastupdate = off);

-- For the supervisors' board: what came and what was closed week by week.
create index search_arrivals on cases.search (agency, submitted_at);
create index case_closed on cases.case_file (agency, closed_at) where closed_at is not null;

grant select, insert on cases.escalation, cases.note, cases.letter, cases.search to ceiba_app;
grant select, insert, update on cases.delegation to ceiba_app;
grant select, insert, delete on cases.proposal to ceiba_app;
