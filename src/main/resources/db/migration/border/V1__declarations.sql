-- Declarations of travellers, and what officers decided at the border. What travellers say is sealed under a key outside the database; what can
-- be searched for is a digest under the same key. Some two million travellers a year at most, of whom one declaration names one to some
-- thousands; distributed by the declaration's number. Contents are erased when the days of the register of processing are over.

-- What is being filled in, and after it was sent what can be changed: kept for as long as its link works. Key: id; found by the digest of the
-- code in the link.
create table border.draft (
  id uuid primary key,
  code_hash bytea not null unique,
  -- An identity number, for who had signed in when he began.
  person text,
  sealed bytea not null,
  language text not null,
  declaration text unique,
  -- The digest of what was sent last: sent again unchanged, it is the same version.
  sent_mac bytea,
  saved_at timestamptz not null,
  expires_at timestamptz not null
);
create index draft_expires on border.draft (expires_at);
create index draft_person on border.draft (person) where person is not null;

-- One row for each declaration; its newest version.
create table border.declaration (
  number text primary key,
  version int not null,
  direction text not null check (direction in ('ARRIVAL', 'DEPARTURE')),
  port text not null,
  travel_date date not null,
  carrier text not null,
  travellers int not null check (travellers > 0),
  person text,
  language text not null,
  withdrawn_at timestamptz,
  submitted_at timestamptz not null,
  erased_at timestamptz
);
create index declaration_queue on border.declaration (port, travel_date, direction, carrier);
create index declaration_person on border.declaration (person) where person is not null;
create index declaration_to_erase on border.declaration (travel_date) where erased_at is null;

-- What was said in each version, apart by whose it is: what both agencies need, Immigration's, and Customs'.
create table border.part (
  number text not null references border.declaration,
  version int not null,
  agency text not null check (agency in ('both', 'immigration', 'customs')),
  -- Null once erased.
  sealed bytea,
  said_at timestamptz not null,
  primary key (number, version, agency)
);

-- The travellers of each version, to be found by issuing state and number of their document.
create table border.traveller (
  number text not null,
  version int not null,
  position int not null,
  document_mac bytea not null,
  primary key (number, version, position)
);
create index traveller_document on border.traveller (document_mac);

-- What officers decided of a traveller, each for his agency. The last one of an agency counts. The key is the device's: an offline desk sends its
-- decisions as often as it likes.
create table border.decision (
  id bigint generated always as identity primary key,
  number text not null references border.declaration,
  version int not null,
  position int not null,
  agency text not null check (agency in ('immigration', 'customs')),
  outcome text not null,
  until date,
  words text not null,
  rights_told boolean not null,
  by text not null,
  by_name text not null,
  device_key text not null unique,
  decided_at timestamptz not null,
  received_at timestamptz not null,
  -- Nobody is refused without grounds and without being told of his rights, by a person.
  check (outcome <> 'REFUSE' or (rights_told and length(words) >= 20))
);
create index decision_declaration on border.decision (number, position, agency, id desc);

grant select, insert, update, delete on border.draft to ceiba_app;
grant select, insert on border.declaration to ceiba_app;
grant update (version, direction, port, travel_date, carrier, travellers, withdrawn_at, erased_at) on border.declaration to ceiba_app;
grant select, insert on border.part to ceiba_app;
grant update (sealed) on border.part to ceiba_app;
grant select, insert, delete on border.traveller to ceiba_app;
grant select, insert on border.decision to ceiba_app;
