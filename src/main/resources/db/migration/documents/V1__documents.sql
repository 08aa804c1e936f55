-- Files that people handed in: a row per upload. A country of 400,000 people hands in some hundred thousand a year; not
-- partitioned, as every read is by key. Keyed by identifier; the content lies under its SHA-256, once, however often it
-- was handed in.
create table documents.file (
  id uuid primary key,
  owner text not null,
  name text not null,
  type text not null,
  size bigint not null check (size > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  at timestamptz not null
);
create index file_owner on documents.file (owner, at);

-- Content itself, only with ceiba.documents.storage=database; at most 10 MB a row, never changed. Keyed by its SHA-256;
-- where it grows beyond one disk, the directory (or a mounted object store) is the better place.
create table documents.content (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bytea not null
);
alter table documents.content alter column bytes set storage external;

-- The number that an order will have, kept before anything is signed, so that a second try after a crash makes the same
-- document and no number is ever on two. A row per document, never deleted; keyed by the order's key.
create table documents.reservation (
  key text primary key,
  number text not null unique,
  at timestamptz not null
);

-- What the state handed out: some hundred thousand rows a year, never deleted, because anybody may verify a document
-- decades later. Not partitioned: every read is by number, by hash or by case. Keyed by number.
create table documents.document (
  number text primary key,
  key text not null unique references documents.reservation (key),
  type text not null,
  title jsonb not null,
  agency text not null,
  holder text not null,
  holder_name text not null,
  case_number text not null,
  issued_at timestamptz not null,
  valid_until date,
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null,
  data jsonb not null,
  revoked_at timestamptz,
  reason text,
  replaces text references documents.document (number),
  replaced_by text references documents.document (number),
  check ((revoked_at is null) = (reason is null))
);
create index document_case on documents.document (case_number, issued_at);
create index document_holder on documents.document (holder, issued_at);

-- The public keys with which codes on documents verify, also those no longer used: a code printed ten years ago must
-- still verify. A handful of rows; keyed by the key's identifier.
create table documents.verification_key (
  kid text primary key,
  jwk jsonb not null,
  since timestamptz not null
);

grant select, insert on documents.file, documents.content, documents.reservation, documents.document,
  documents.verification_key to ceiba_app;
-- A document never changes; it may only cease to be valid.
grant update (revoked_at, reason, replaced_by) on documents.document to ceiba_app;
