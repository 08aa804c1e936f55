-- Who may ask the provider to sign people in, besides our own portal: some hundred rows, never deleted, so that one can tell who asked
-- for what; keyed by client identifier.
create table identity.relying_party (
  client_id text primary key,
  name text not null,
  -- The host for which its people have pseudonyms (OpenID Connect Core 1.0, 8.1).
  sector text not null,
  secret_hash text not null check (length(secret_hash) = 64),
  redirect_uris text[] not null check (cardinality(redirect_uris) > 0),
  logout_uris text[] not null,
  scopes text[] not null,
  registered_at timestamptz not null,
  ended_at timestamptz
);
grant select, insert on identity.relying_party to ceiba_app;
grant update (secret_hash, ended_at) on identity.relying_party to ceiba_app;
