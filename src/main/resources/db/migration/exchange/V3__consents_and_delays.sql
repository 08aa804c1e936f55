-- What people consented to where an agreement rests on consent. Grows with people: a few rows for each who uses such a service. Key (person,
-- agreement, given_at); a larger country shards by person.

create table exchange.consent (
  person text not null,
  agreement text not null,
  -- Another version is another question.
  version int not null,
  given_at timestamptz not null,
  -- The person, or who acts for him.
  given_by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  primary key (person, agreement, given_at),
  foreign key (agreement, version) references exchange.agreement
);
create unique index consent_standing on exchange.consent (person, agreement) where withdrawn_at is null;

-- Orders by which look-ups for a case are shown to the person later. A few a month; not partitioned. Key is a uuid by time. Nothing is deleted.

create table exchange.delay (
  id uuid primary key,
  case_number text not null,
  -- The agency whose look-ups it is about.
  agency text not null,
  reason text not null,
  asked_until date not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  state text not null default 'ASKED' check (state in ('ASKED', 'GRANTED', 'DECLINED')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  decision text,
  -- From this moment on they are shown; earlier than ordered when the order was lifted.
  hidden_until timestamptz,
  lifted_by text,
  lifted_by_name text,
  lifted_at timestamptz,
  -- Two authorities, whatever the code does.
  check (decided_by <> asked_by),
  check ((state = 'ASKED') = (decided_by is null)),
  check ((state = 'GRANTED') = (hidden_until is not null))
);
create unique index delay_asked on exchange.delay (case_number, agency) where state = 'ASKED';
create index delay_hidden on exchange.delay (hidden_until) where state = 'GRANTED';
create index delay_case on exchange.delay (case_number);

grant select, insert on exchange.consent to ceiba_app;
grant update (withdrawn_at, withdrawn_by) on exchange.consent to ceiba_app;
grant select, insert on exchange.delay to ceiba_app;
grant update (state, decided_by, decided_by_name, decided_at, decision, hidden_until, lifted_by, lifted_by_name, lifted_at)
  on exchange.delay to ceiba_app;
