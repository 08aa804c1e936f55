-- The books of the register, one for each kind and year of registration: B2026 for births, S2026 for stillbirths. Two rows a year. Key:
-- name. The last number is raised in the transaction that makes the entry, so an entry that is not made leaves no gap.
create table civilregistry.book (
  name text primary key check (name ~ '^[A-Z][0-9]{4}$'),
  last int not null default 0 check (last >= 0)
);

-- Entries as they were made. A row a birth, some 7,000 a year for Belize; never changed and never deleted. A larger state distributes
-- it by book, which is its key with the number.
create table civilregistry.entry (
  book text not null references civilregistry.book (name),
  number int not null check (number > 0),
  kind text not null check (kind in ('LIVE', 'STILLBIRTH', 'FOUNDLING')),
  timing text not null check (timing in ('ORDINARY', 'LATE', 'DELAYED')),
  facts jsonb not null,
  case_number text not null unique,
  registered_at timestamptz not null,
  registered_by text not null,
  registered_by_name text,
  -- The officer who proposed a delayed registration; the one above confirmed it.
  proposed_by text,
  proposed_by_name text,
  primary key (book, number),
  -- Four eyes, whatever the code does.
  check (timing <> 'DELAYED' or (proposed_by is not null and proposed_by <> registered_by))
);

-- What was annotated on an entry, in order; the entry reads as it was made with all of them. None to three a birth; never changed and
-- never deleted. Distributed as the entries. Key: entry and sequence, from 1 without gaps.
create table civilregistry.annotation (
  book text not null,
  number int not null,
  sequence int not null check (sequence > 0),
  ground text not null check (ground in ('CLERICAL', 'NAME_GIVEN', 'FATHER_DECLARED', 'FATHER_BY_COURT', 'COURT_ORDER')),
  -- [{"field": "sex", "old": "F", "new": "M"}]; null for what was not known.
  changes jsonb not null,
  why text not null check (length(why) >= 10),
  evidence text not null check (length(evidence) >= 3),
  annotated_by text not null,
  annotated_by_name text not null,
  annotated_at timestamptz not null,
  primary key (book, number, sequence),
  foreign key (book, number) references civilregistry.entry (book, number)
);

-- How each entry reads today, to be searched: made anew from entry and annotations with each of them. A row an entry. Key: that of the entry.
create table civilregistry.reading (
  book text not null,
  number int not null,
  -- The last annotation that is in it.
  sequence int not null,
  kind text not null,
  facts jsonb not null,
  born_on date not null,
  district text not null,
  mother text,
  father text,
  -- The child's identity number, once the register of people has given it.
  child text,
  -- How the child's and the mother's names sound.
  keys text[] not null,
  primary key (book, number),
  foreign key (book, number) references civilregistry.entry (book, number)
);
create index reading_born on civilregistry.reading (born_on, district);
create index reading_mother on civilregistry.reading (mother) where mother is not null;
create index reading_father on civilregistry.reading (father) where father is not null;
create index reading_child on civilregistry.reading (child) where child is not null;
create index reading_keys on civilregistry.reading using gin (keys);

-- What hospitals, village councils and churches saw and notified. A row a birth, kept as long as the register; partitioned by year of
-- receipt in a larger state. Key: the notifier and its own number. The entry is set once, and nothing else ever changes.
create table civilregistry.notification (
  sender text not null,
  number text not null,
  facts jsonb not null,
  kind text not null,
  born_on date not null,
  birth_order int not null,
  mother text,
  -- SHA-256 of the message: the same number with another one is refused.
  fingerprint bytea not null,
  received_at timestamptz not null,
  told_by text not null,
  told_by_name text,
  entry_book text,
  entry_number int,
  primary key (sender, number),
  foreign key (entry_book, entry_number) references civilregistry.entry (book, number),
  check ((entry_book is null) = (entry_number is null))
);
create index notification_open on civilregistry.notification (born_on) where entry_book is null;
create index notification_mother on civilregistry.notification (mother, born_on) where mother is not null;
create index notification_entry on civilregistry.notification (entry_book, entry_number) where entry_book is not null;
create index notification_number on civilregistry.notification (number);

-- Entries that may be of the same birth as an application: none to three a case. Key: case and entry.
create table civilregistry.candidate (
  case_number text not null,
  book text not null,
  number int not null,
  score int not null check (score between 0 and 100),
  reasons text[] not null,
  found_at timestamptz not null,
  primary key (case_number, book, number),
  foreign key (book, number) references civilregistry.entry (book, number)
);

-- What officers decided of them; append-only, the latest counts. Key: id.
create table civilregistry.judgement (
  id bigint generated always as identity primary key,
  case_number text not null,
  book text not null,
  number int not null,
  verdict text not null check (verdict in ('SAME', 'OTHER')),
  why text not null check (length(why) >= 10),
  officer text not null,
  officer_name text not null,
  at timestamptz not null,
  foreign key (case_number, book, number) references civilregistry.candidate (case_number, book, number)
);
create index judgement_candidate on civilregistry.judgement (case_number, book, number, id desc);

-- What the register of people says of the parents' numbers in an application: none to two rows a case. Key: case and parent.
create table civilregistry.parent (
  case_number text not null,
  parent text not null check (parent in ('MOTHER', 'FATHER')),
  number text not null,
  -- As the register of people has it, or null when nobody has the number.
  name text,
  -- Whether that is the name in the application.
  alike boolean not null,
  primary key (case_number, parent)
);

-- What the register of people is to be told of entries, in order for each: one or two rows a birth. Key: entry and sequence.
-- A message is kept before it is sent, so that a second try after a crash sends the same.
create table civilregistry.telling (
  book text not null,
  number int not null,
  sequence int not null check (sequence > 0),
  purpose text not null check (purpose in ('birth', 'name')),
  message jsonb not null,
  due_at timestamptz not null,
  state text not null default 'DUE' check (state in ('DUE', 'TOLD', 'REFUSED')),
  tries int not null default 0,
  last_error text,
  told_at timestamptz,
  primary key (book, number, sequence),
  foreign key (book, number) references civilregistry.entry (book, number),
  check ((state = 'TOLD') = (told_at is not null))
);
create index telling_open on civilregistry.telling (due_at) where state <> 'TOLD';

-- Certificates and what of an entry each of them says. A row is written before anything is signed; document is set once it is. Two or three a
-- birth. Key: case and sequence.
create table civilregistry.certificate (
  case_number text not null,
  sequence int not null check (sequence > 0),
  book text not null,
  number int not null,
  -- The last annotation that it knows of.
  annotated int not null,
  holder text not null,
  data jsonb not null,
  document text,
  primary key (case_number, sequence),
  foreign key (book, number) references civilregistry.entry (book, number)
);
create index certificate_entry on civilregistry.certificate (book, number);

grant select, insert on civilregistry.book, civilregistry.entry, civilregistry.annotation, civilregistry.reading,
  civilregistry.notification, civilregistry.candidate, civilregistry.judgement, civilregistry.parent, civilregistry.telling,
  civilregistry.certificate to ceiba_app;
grant update (last) on civilregistry.book to ceiba_app;
grant update (sequence, facts, born_on, district, mother, father, child, keys) on civilregistry.reading to ceiba_app;
grant update (entry_book, entry_number) on civilregistry.notification to ceiba_app;
grant update (number, name, alike) on civilregistry.parent to ceiba_app;
grant update (message, state, tries, last_error, told_at) on civilregistry.telling to ceiba_app;
grant update (document) on civilregistry.certificate to ceiba_app;
