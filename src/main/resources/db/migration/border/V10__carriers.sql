-- Lines that carry people over the border. Some tens; key: code. A certificate is known by its SHA-256; designators are the beginnings of the
-- numbers of their voyages, so that no line can tell of another's.
create table border.carrier (
  code text primary key check (code ~ '^[A-Z0-9]{2,12}$'),
  name text not null,
  designators text[] not null check (cardinality(designators) > 0),
  certificate text check (certificate ~ '^[0-9a-f]{64}$'),
  registered_by text not null,
  registered_at timestamptz not null,
  ended_at timestamptz
);
create unique index carrier_certificate on border.carrier (certificate) where certificate is not null and ended_at is null;

-- Files as they came in: what was said of each, so that a replay gets the same answer. Some hundreds a day; deleted with their voyages. A larger
-- state partitions by day of receipt. Key: carrier and digest of the content.
create table border.carrier_file (
  id bigint generated always as identity primary key,
  carrier text not null references border.carrier,
  digest text not null,
  reference text not null,
  bytes int not null,
  received_at timestamptz not null,
  times int not null default 1,
  messages int not null,
  statements int not null,
  unique (carrier, digest)
);
create index carrier_file_received on border.carrier_file (received_at);

-- What of a file could not be read. Settled by an officer who says what came of it.
create table border.quarantine (
  id bigint generated always as identity primary key,
  file bigint not null references border.carrier_file on delete cascade,
  position int not null,
  code text not null,
  raw text not null,
  taken boolean not null,
  settled_by text,
  settled_at timestamptz,
  settled_how text
);
create index quarantine_file on border.quarantine (file, position);
create index quarantine_open on border.quarantine (id) where settled_at is null and not taken;

-- A flight, sailing or bus. Some hundreds a day at most; key: id, known by its number and planned departure. What stands here is the largest of
-- what was said, whatever the order in which it came: since when a whole list counts, whether and when doors closed, whether it takes place.
create table border.voyage (
  id bigint generated always as identity primary key,
  carrier text not null references border.carrier,
  number text not null,
  departs timestamptz not null,
  arrives timestamptz,
  origin text not null,
  destination text not null,
  described_rank int not null,
  described_at timestamptz not null,
  described_order text not null,
  passengers_since timestamptz,
  crew_since timestamptz,
  closed_at timestamptz,
  cancelled_at timestamptz,
  unique (number, departs)
);
create index voyage_arrives on border.voyage (arrives);
create index voyage_departs on border.voyage (departs);

-- Parts of lists that came in several messages, to see which is missing.
create table border.voyage_part (
  voyage bigint not null references border.voyage on delete cascade,
  reference text not null,
  part int not null,
  last boolean not null,
  primary key (voyage, reference, part)
);

-- Who is on a voyage: the last thing that was said of each, and the last thing about whether he is on board. Up to some thousands a voyage;
-- distributed by voyage, its key with the carrier's reference for him.
create table border.listed (
  voyage bigint not null references border.voyage on delete cascade,
  key text not null,
  crew boolean not null,
  named jsonb,
  said_at timestamptz,
  said_order text,
  cancelled boolean not null default false,
  on_board boolean,
  board_at timestamptz,
  board_order text,
  primary key (voyage, key)
);

grant select, insert on border.carrier, border.carrier_file, border.quarantine, border.voyage, border.voyage_part, border.listed to ceiba_app;
grant update on border.carrier, border.voyage, border.voyage_part, border.listed to ceiba_app;
grant update (times) on border.carrier_file to ceiba_app;
grant update (settled_by, settled_at, settled_how) on border.quarantine to ceiba_app;
-- When the time for which lists are kept is over.
grant delete on border.carrier_file, border.quarantine, border.voyage, border.voyage_part, border.listed to ceiba_app;
