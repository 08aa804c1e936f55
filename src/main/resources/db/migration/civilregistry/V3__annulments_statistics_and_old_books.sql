-- Entries that an officer wants to take back as a whole, and what a second one decided; a few a year. The annulment itself is an annotation.
-- Key: id; of each entry at most one waits.
create table civilregistry.annulment (
  id bigint generated always as identity primary key,
  book text not null,
  number int not null,
  why text not null check (length(why) >= 10),
  evidence text not null check (length(evidence) >= 3),
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'APPROVED', 'DECLINED')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  foreign key (book, number) references civilregistry.entry (book, number),
  check ((state = 'WAITING') = (decided_by is null)),
  -- Four eyes, whatever the code does. Who proposed may withdraw it.
  check (state <> 'APPROVED' or decided_by <> proposed_by)
);
create unique index annulment_waiting on civilregistry.annulment (book, number) where state = 'WAITING';

grant select, insert on civilregistry.annulment to ceiba_app;
grant update (state, decided_by, decided_by_name, decided_at) on civilregistry.annulment to ceiba_app;

-- What the register of people says of the person besides the name: somebody may be dead there already.
alter table civilregistry.number_check add column status text, add column born_on date;
grant update (status, born_on) on civilregistry.number_check to ceiba_app;

-- Deaths and births are counted by day and place, of residence as well as of occurrence.
create index reading_counted on civilregistry.reading (kind, happened_on) where not annulled;
create index entry_registered on civilregistry.entry (registered_at);

-- Pages of the old books as they were scanned; some 60,000 for Belize, at most 10 MB each, never changed and never deleted. Key: id. A larger state
-- keeps the content in its object store.
create table civilregistry.old_page (
  id uuid primary key,
  event text not null check (event ~ '^[A-Z][A-Z_]{1,39}$'),
  -- As the spine and the page say it.
  title text not null check (length(title) between 1 and 80),
  folio text not null check (length(folio) between 1 and 20),
  lines int not null check (lines between 1 and 40),
  type text not null,
  content bytea not null,
  sha256 text not null unique,
  uploaded_by text not null,
  uploaded_by_name text not null,
  uploaded_at timestamptz not null
);
create index old_page_uploaded on civilregistry.old_page (uploaded_at desc);

-- What each officer reads on a line of a page; two a line, a third where they differ. Never changed and never deleted. Key: page, line and
-- officer, so that nobody is a second reader of his own.
create table civilregistry.transcription (
  page uuid not null references civilregistry.old_page (id),
  line int not null check (line > 0),
  officer text not null,
  officer_name text not null,
  facts jsonb not null,
  -- By one who saw what two others read differently.
  decides boolean not null,
  at timestamptz not null,
  primary key (page, line, officer)
);

-- What the line says, once two agree or a third has decided, under the number of the index: H1951/12. Key: book and number. It becomes an entry of
-- the register, under the same number, with the first certificate of it.
create table civilregistry.old_entry (
  book text not null references civilregistry.book (name),
  number int not null check (number > 0),
  page uuid not null references civilregistry.old_page (id),
  line int not null,
  kind text not null check (kind ~ '^[A-Z][A-Z_]{1,39}$'),
  facts jsonb not null,
  happened_on date not null,
  keys text[] not null,
  settled_at timestamptz not null,
  primary key (book, number),
  unique (page, line)
);
create index old_entry_happened on civilregistry.old_entry (happened_on);
create index old_entry_keys on civilregistry.old_entry using gin (keys);

grant select, insert on civilregistry.old_page, civilregistry.transcription, civilregistry.old_entry to ceiba_app;
