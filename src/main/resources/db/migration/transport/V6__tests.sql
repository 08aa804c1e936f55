-- Theory tests that were opened at a centre; some thousands a year, kept as long as the licence that rests on them. Key: id. The questions and
-- what was answered are kept, so that a result can be looked at when it is disputed.
create table transport.theory_test (
  id bigint generated always as identity primary key,
  candidate text not null,
  centre text not null,
  invigilator text not null,
  -- SHA-256 of the code that opens it.
  code bytea not null unique,
  needed int not null,
  opened_at timestamptz not null,
  -- When it lapses if it is not begun, and when its time is over.
  begin_by timestamptz not null,
  begun_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  correct int,
  void_at timestamptz,
  void_by text,
  void_reason text,
  check ((begun_at is null) = (ends_at is null)),
  check ((void_at is null) = (void_by is null)),
  check ((void_at is null) = (void_reason is null))
);
create unique index theory_test_open on transport.theory_test (candidate) where ended_at is null;
create index theory_test_candidate on transport.theory_test (candidate, ended_at desc);
create index theory_test_opened on transport.theory_test (opened_at desc);

create table transport.theory_question (
  test bigint not null references transport.theory_test,
  n int not null,
  question text not null,
  -- The bank's options in the order in which they were shown, from 0.
  shown int[] not null,
  -- The bank's option; 0 is right.
  answered int,
  primary key (test, n)
);

-- Examiners' calendars: a row for each practical test that is offered or was taken. Key: id. Distributed by centre.
create table transport.practical_test (
  id bigint generated always as identity primary key,
  examiner text not null,
  examiner_name text not null,
  centre text not null,
  class text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begins_at),
  candidate text,
  candidate_name text,
  booked_at timestamptz,
  result text check (result in ('PASSED', 'FAILED', 'ABSENT')),
  remarks text,
  result_at timestamptz,
  exclude using gist (examiner with =, tstzrange(begins_at, ends_at) with &&),
  check ((candidate is null) = (booked_at is null)),
  check (result is null or candidate is not null),
  check ((result is null) = (result_at is null))
);
create unique index practical_test_booked on transport.practical_test (candidate) where candidate is not null and result is null;
create index practical_test_candidate on transport.practical_test (candidate, result_at desc) where result is not null;
create index practical_test_free on transport.practical_test (class, centre, begins_at) where candidate is null;

grant select, insert on transport.theory_test to ceiba_app;
grant update (begun_at, ends_at, ended_at, correct, void_at, void_by, void_reason) on transport.theory_test to ceiba_app;
grant select, insert on transport.theory_question to ceiba_app;
grant update (answered) on transport.theory_question to ceiba_app;
grant select, insert, delete on transport.practical_test to ceiba_app;
grant update (candidate, candidate_name, booked_at, result, remarks, result_at) on transport.practical_test to ceiba_app;
