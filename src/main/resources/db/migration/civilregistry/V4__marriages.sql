-- What a court ordered is entered without a case.
alter table civilregistry.entry alter column case_number drop not null;

-- Who gave notice that he wants to marry whom, or that they married abroad. A row a notice, some 2,000 a year for Belize; never changed.
-- Key: the case. A larger state distributes it, and all that follows here, by case.
create table civilregistry.intention (
  case_number text primary key,
  one text not null,
  one_name text not null,
  -- Null for who has no identity number, and confirms at a counter.
  other text,
  other_name text not null,
  district text,
  town text,
  received_at timestamptz not null,
  check (one <> other)
);
create index intention_other on civilregistry.intention (other) where other is not null;

-- What the other one answered by his own sign-in; once for each case, and never changed.
create table civilregistry.confirmation (
  case_number text primary key references civilregistry.intention (case_number),
  confirmed boolean not null,
  by text not null,
  by_name text not null,
  at timestamptz not null
);

-- The notices that anybody may read, with the last day on which somebody may object. Never changed.
create table civilregistry.notice (
  case_number text primary key references civilregistry.intention (case_number),
  published_on date not null,
  until date not null check (until >= published_on)
);
create index notice_until on civilregistry.notice (until);

-- Certificates of no impediment and licences, by the number that the celebrant names. Never changed.
create table civilregistry.clearance (
  case_number text primary key references civilregistry.intention (case_number),
  document text not null unique,
  licence boolean not null,
  given_on date not null,
  until date not null check (until >= given_on)
);

-- What is said against marriages; nobody says it twice of one. Append-only. Key: id.
create table civilregistry.objection (
  id bigint generated always as identity primary key,
  case_number text not null references civilregistry.notice (case_number),
  objector text not null,
  objector_name text not null,
  ground text not null check (ground ~ '^[A-Z][A-Z_]{1,39}$'),
  text text not null check (length(text) between 10 and 4000),
  made_at timestamptz not null,
  unique (case_number, objector)
);

-- What officers decided of them, once for each. Append-only.
create table civilregistry.objection_decision (
  objection bigint primary key references civilregistry.objection (id),
  verdict text not null check (verdict in ('UPHELD', 'DISMISSED')),
  why text not null check (length(why) >= 10),
  officer text not null,
  officer_name text not null,
  at timestamptz not null
);

-- Names that are going to change, as anybody may read them. Never changed. Key: the case.
create table civilregistry.name_notice (
  case_number text primary key,
  old_name text not null,
  new_name text not null,
  published_on date not null,
  until date not null check (until >= published_on)
);
create index name_notice_until on civilregistry.name_notice (until);

-- What celebrants notify is found by the number of the certificate that it names.
create index notification_clearance on civilregistry.notification ((facts ->> 'clearance')) where event = 'MARRIAGE';

grant select, insert on civilregistry.intention, civilregistry.confirmation, civilregistry.notice, civilregistry.clearance,
  civilregistry.objection, civilregistry.objection_decision, civilregistry.name_notice to ceiba_app;
