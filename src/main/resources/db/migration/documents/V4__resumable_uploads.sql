-- Uploads under way in pieces (tus 1.0.0); a few at a time, gone when they are complete or a day old. Key: id.
create table documents.upload (
  id uuid primary key,
  owner text not null,
  name text not null,
  length bigint not null check (length >= 0),
  received bigint not null default 0 check (received <= length),
  expires_at timestamptz not null,
  -- The file that it became.
  file uuid references documents.file (id)
);
create index upload_owner on documents.upload (owner);
create index upload_expiry on documents.upload (expires_at);

-- What has arrived of them, in the database so that any process can go on; at most 256 KiB a row. Key: upload and place.
create table documents.upload_piece (
  upload uuid not null references documents.upload on delete cascade,
  place bigint not null,
  bytes bytea not null,
  primary key (upload, place)
);
alter table documents.upload_piece alter column bytes set storage external;

grant select, insert, delete on documents.upload, documents.upload_piece to ceiba_app;
grant update (received, file) on documents.upload to ceiba_app;
