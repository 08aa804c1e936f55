-- Watchlists. A handful; key: id. agencies may read what stands on it; others learn only that there is a possible match and whom to ask.
create table border.watchlist (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,30}$'),
  kind text not null check (kind in ('NOTICE', 'DOCUMENTS', 'COURT', 'SANCTIONS')),
  title jsonb not null,
  agencies text[] not null,
  -- Ed25519, X.509 SubjectPublicKeyInfo in base 64: files of this list must be signed by its publisher. Null: he signs none.
  publisher_key text,
  version int not null default 0
);

-- One row: which change of any list was the last. Taken by whoever changes one, so changes commit in the order of their numbers.
create table border.watchlist_clock (
  one boolean primary key default true check (one),
  generation bigint not null
);
insert into border.watchlist_clock (generation) values (0);

-- Versions of lists: files of a publisher, live when a second person agreed, and single entries by hand. Some a day; key: list and version.
create table border.watchlist_version (
  list text not null references border.watchlist,
  version int not null,
  base int not null,
  state text not null check (state in ('PROPOSED', 'LIVE', 'DECLINED')),
  added int not null,
  changed int not null,
  removed int not null,
  skipped int not null,
  large boolean not null,
  signed boolean not null,
  digest text not null,
  why text not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  primary key (list, version)
);
create unique index watchlist_version_open on border.watchlist_version (list) where state = 'PROPOSED';

-- What a version changes: its difference from the one before. content is null where an entry goes.
create table border.watchlist_change (
  list text not null,
  version int not null,
  entry text not null,
  content jsonb,
  digest text not null,
  primary key (list, version, entry),
  foreign key (list, version) references border.watchlist_version
);

-- What stands on the lists now, some hundred thousand rows; content is null of what was taken off, so that processes learn of it. Key: list and entry.
create table border.watchlist_entry (
  list text not null references border.watchlist,
  entry text not null,
  content jsonb,
  digest text not null,
  version int not null,
  generation bigint not null,
  primary key (list, entry)
);
create index watchlist_entry_generation on border.watchlist_entry (generation);

-- Crossings that were screened, with what was known of the traveller: a row each, partitioned by month where there are millions; deleted after half
-- a year unless something is open. Key: reference.
create table border.screening (
  reference text primary key,
  nationality text not null,
  person text,
  input jsonb not null,
  generation bigint not null,
  screened_at timestamptz not null,
  outcome boolean,
  outcome_at timestamptz
);
create index screening_time on border.screening (screened_at);

-- Entries that may mean a traveller. Few; key: id.
create table border.possible_match (
  id bigint generated always as identity primary key,
  reference text not null references border.screening on delete cascade,
  list text not null references border.watchlist,
  entry text not null,
  digest text not null,
  list_version int not null,
  grade text not null,
  score numeric(4, 3) not null,
  reasons jsonb not null,
  found_at timestamptz not null,
  cleared boolean not null,
  verdict text check (verdict in ('YES', 'NO', 'UNKNOWN')),
  why text,
  judged_by text,
  judged_by_name text,
  judged_at timestamptz,
  unique (reference, list, entry, digest)
);
create index possible_match_open on border.possible_match (id) where verdict is null and not cleared;

-- That a traveller is not whom an entry means, as the entry was worded then: another wording is judged anew. who is a document, or a redress number.
create table border.cleared (
  who text not null,
  list text not null,
  entry text not null,
  digest text not null,
  cleared_by text not null,
  why text not null,
  cleared_at timestamptz not null,
  until timestamptz not null,
  primary key (who, list, entry)
);

-- Travellers who say that they are stopped each time. Key: the number that they get.
create table border.redress (
  number text primary key,
  input jsonb not null,
  story text not null,
  language text not null,
  asked_at timestamptz not null,
  answer text check (answer in ('CLEARED', 'NOTHING', 'STANDS')),
  answered_by text,
  answered_at timestamptz,
  why text
);
create index redress_open on border.redress (asked_at) where answer is null;

grant select, insert on border.watchlist, border.watchlist_clock, border.watchlist_version, border.watchlist_change, border.watchlist_entry,
  border.screening, border.possible_match, border.cleared, border.redress to ceiba_app;
grant update on border.watchlist_clock, border.watchlist_entry, border.screening, border.cleared to ceiba_app;
grant update (version) on border.watchlist to ceiba_app;
grant update (state, decided_by, decided_by_name, decided_at) on border.watchlist_version to ceiba_app;
grant update (cleared, verdict, why, judged_by, judged_by_name, judged_at) on border.possible_match to ceiba_app;
grant update (answer, answered_by, answered_at, why) on border.redress to ceiba_app;
grant delete on border.screening, border.possible_match to ceiba_app;

insert into border.watchlist (id, kind, title, agencies) values
  ('notices', 'NOTICE', '{"en": "International notices", "es": "Notificaciones internacionales"}', '{immigration,police}'),
  ('documents', 'DOCUMENTS', '{"en": "Stolen and lost documents", "es": "Documentos robados y perdidos"}', '{immigration,police,customs}'),
  ('orders', 'COURT', '{"en": "Orders of courts", "es": "Órdenes judiciales"}', '{immigration,police,courts}'),
  ('sanctions', 'SANCTIONS', '{"en": "Sanctions", "es": "Sanciones"}', '{immigration,police,customs}');
