-- Sessions, as Spring Session JDBC expects them. A row lives as long as somebody is signed in (half an hour after the
-- last request, twelve hours at most) and is deleted by the minute; no partitions. Keyed by a random identifier.
create table access.session (
  primary_id char(36) primary key,
  session_id char(36) not null,
  creation_time bigint not null,
  last_access_time bigint not null,
  max_inactive_interval int not null,
  expiry_time bigint not null,
  principal_name varchar(100)
);
create unique index session_id on access.session (session_id);
create index session_expiry_time on access.session (expiry_time);

create table access.session_attributes (
  session_primary_id char(36) not null references access.session (primary_id) on delete cascade,
  attribute_name varchar(200) not null,
  attribute_bytes bytea not null,
  primary key (session_primary_id, attribute_name)
);

-- Who is what in which agency, from when to when. Grows with the civil service: some tens of thousands of rows, never
-- deleted, so that one can tell who held an office on a day; keyed by person.
create table access.appointment (
  id bigint generated always as identity primary key,
  person text not null,
  agency text not null,
  role text not null,
  valid_from date not null,
  valid_to date,
  check (valid_to is null or valid_to >= valid_from),
  unique (person, agency, role, valid_from)
);

-- How often something that can be guessed was tried within a window. Rows live for a day at most; unlogged, because
-- a crash may well forget them. Keyed by bucket, such as sign-in:203.0.113.7.
create unlogged table access.rate (
  bucket text not null,
  window_start timestamptz not null,
  hits int not null,
  primary key (bucket, window_start)
);
create index rate_window_start on access.rate (window_start);

-- Whose session it was, so that after its end only he gets back what he had typed. A row per sign-in, deleted after
-- twelve hours; keyed by the SHA-256 of the session's identifier.
create table access.past_session (
  session_hash bytea primary key,
  person text not null,
  until timestamptz not null
);
create index past_session_until on access.past_session (until);

-- A form that arrived after its sender's session had ended. Deleted after an hour; keyed by the SHA-256 of a random
-- cookie.
create table access.held_post (
  cookie_hash bytea primary key,
  person text not null,
  path text not null,
  fields jsonb not null,
  until timestamptz not null
);
create index held_post_until on access.held_post (until);

-- An assistant asks a citizen for consent by a code, and acts for him if the code is right. Some hundred rows a day per
-- district; kept, because a citizen may ask years later who acted for him. Keyed by identifier, read by assistant.
create table access.representation (
  id uuid primary key,
  assistant text not null,
  agency text not null,
  represented text not null,
  represented_name text,
  code_hash bytea not null,
  tries int not null default 0,
  asked_at timestamptz not null,
  given_at timestamptz,
  until timestamptz,
  ended_at timestamptz
);
create index representation_assistant on access.representation (assistant, asked_at);

grant select, insert, update, delete on access.session, access.session_attributes, access.rate, access.past_session,
  access.held_post to ceiba_app;
grant select, insert, update on access.appointment, access.representation to ceiba_app;
