-- Sessions, one row each, which is read once in a request. A row lives as long as somebody is signed in (half an hour after
-- the last request, twelve hours at most) and is deleted some minutes later; no partitions. Keyed by the SHA-256 of the
-- identifier in the cookie, in base64url, so that who reads this table can use no session.
drop table access.session_attributes;
drop table access.session;
create table access.session (
  hash text primary key,
  created_at timestamptz not null,
  accessed_at timestamptz not null,
  expires_at timestamptz not null,
  -- Who is signed in and where he was going, serialized.
  attributes bytea not null
) with (fillfactor = 80);
create index session_expires on access.session (expires_at);
grant select, insert, update, delete on access.session to ceiba_app;
