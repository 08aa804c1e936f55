-- People of whom the register holds something. A row per person ever recorded, in Belize some tens of thousands; never
-- deleted. Key: id.
create table policerecords.person (
  id bigint generated always as identity primary key,
  opened_at timestamptz not null
);

-- What was known of a person, version by version. A correction closes the version that stood (valid_to, the only column
-- that the application may ever set again) and adds the next one; nothing is overwritten or deleted. Two to three rows a
-- person; a larger state distributes it by person, which is its key with the version. match_keys are the blocking keys by
-- which applicants are found (docs/adr/0050).
create table policerecords.person_version (
  person bigint not null references policerecords.person (id),
  version int not null check (version > 0),
  identity_number text check (identity_number ~ '^[1-9][0-9]{11}$'),
  given text not null,
  family text not null,
  aliases text[] not null,
  birth_year int check (birth_year between 1850 and 2200),
  birth_month int check (birth_month between 1 and 12),
  birth_day int check (birth_day between 1 and 31),
  sex text check (sex in ('F', 'M')),
  birth_place text,
  district text,
  match_keys text[] not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  recorded_by text not null,
  recorded_by_name text,
  reason text not null,
  primary key (person, version)
);
create unique index person_standing on policerecords.person_version (person) where valid_to is null;
create index person_number on policerecords.person_version (identity_number) where identity_number is not null;
create index person_keys on policerecords.person_version using gin (match_keys) where valid_to is null;

-- Convictions: one row each, never deleted, about one and a half per person. Key: id.
create table policerecords.conviction (
  id bigint generated always as identity primary key,
  person bigint not null references policerecords.person (id)
);
create index conviction_person on policerecords.conviction (person);

-- What was recorded of a conviction, version by version, as for people.
create table policerecords.conviction_version (
  conviction bigint not null references policerecords.conviction (id),
  version int not null check (version > 0),
  court text not null,
  reference text not null,
  offence text not null,
  category text not null,
  offence_on date,
  convicted_on date not null,
  sentence text not null,
  sentence_kind text not null,
  sentence_months int check (sentence_months >= 0),
  sentence_ends date,
  juvenile boolean not null,
  sealed boolean not null,
  annulled boolean not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  recorded_by text not null,
  recorded_by_name text,
  reason text not null,
  primary key (conviction, version)
);
create unique index conviction_standing on policerecords.conviction_version (conviction) where valid_to is null;
create index conviction_reference on policerecords.conviction_version (upper(reference));

-- What the register answered when a case was screened: one row per candidate, none to five a case. Grows with cases; a
-- larger state distributes it by case, which is its key with the person's record.
create table policerecords.screening (
  case_number text not null,
  person bigint not null,
  version int not null,
  score numeric(4, 3) not null check (score between 0 and 1),
  reasons jsonb not null,
  found_at timestamptz not null,
  primary key (case_number, person)
);

-- What officers judged of a candidate; append-only, the latest counts. One or two rows a candidate. Key: id.
create table policerecords.judgement (
  id bigint generated always as identity primary key,
  case_number text not null,
  person bigint not null,
  verdict text not null check (verdict in ('YES', 'NO', 'UNSURE')),
  why text not null check (length(why) >= 10),
  officer text not null,
  officer_name text not null,
  at timestamptz not null,
  foreign key (case_number, person) references policerecords.screening (case_number, person)
);
create index judgement_candidate on policerecords.judgement (case_number, person, id desc);
create index judgement_person on policerecords.judgement (person) where verdict = 'YES';

-- Certificates and what each of them says, so that a change of the register finds those that are no longer right. A row is
-- written before anything is signed, so that a second try after a crash signs the same words; document and issued_at
-- are set once it is signed, and nothing else ever changes. One or two rows a case; a larger state partitions by year of issued_at. Key: case and sequence.
create table policerecords.certificate (
  case_number text not null,
  sequence int not null,
  document text,
  holder text not null,
  purpose text not null,
  issued_on date not null,
  issued_at timestamptz,
  valid_until date not null,
  convictions jsonb not null,
  data jsonb not null,
  primary key (case_number, sequence)
);
create index certificate_holder on policerecords.certificate (holder, issued_at);

grant select, insert on policerecords.person, policerecords.person_version, policerecords.conviction,
  policerecords.conviction_version, policerecords.screening, policerecords.judgement, policerecords.certificate to ceiba_app;
grant update (valid_to) on policerecords.person_version, policerecords.conviction_version to ceiba_app;
grant update (document, issued_at) on policerecords.certificate to ceiba_app;
