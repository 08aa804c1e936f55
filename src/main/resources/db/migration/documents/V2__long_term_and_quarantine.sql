-- How long a document's signature must be provable.
alter table documents.document
  add column class text not null default 'ordinary' check (class in ('ordinary', 'long_term'));

-- The contents of long-term documents, oldest first: a row when it is issued and one every few years when it gets a new
-- time-stamp; never deleted, because people hold copies of each. Keyed by the content's hash, as verification asks for it.
create table documents.revision (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  number text not null references documents.document (number),
  size bigint not null,
  at timestamptz not null,
  -- When the first certificate behind its last time-stamp ends.
  stamp_until timestamptz not null
);
create index revision_number on documents.revision (number, at);

-- Whether malware was looked for in a file, and found; what waits and what is infected can't be opened.
alter table documents.file
  add column scan text not null default 'none' check (scan in ('none', 'waiting', 'clean', 'infected')),
  add column scan_due timestamptz,
  add column scan_tries int not null default 0,
  add column finding text,
  add check ((scan = 'waiting') = (scan_due is not null));
create index file_scan on documents.file (scan_due) where scan = 'waiting';

grant select, insert on documents.revision to ceiba_app;
grant update (scan, scan_due, scan_tries, finding) on documents.file to ceiba_app;
-- The content of an infected file is thrown away.
grant delete on documents.content to ceiba_app;
