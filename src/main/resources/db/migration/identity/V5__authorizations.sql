-- What the provider has given to relying parties: one row a sign-in, changed when its code or refresh token is redeemed. Deleted
-- when nothing of it is valid, so some ten thousand rows; no partitions. Keyed by a random identifier, found by the SHA-256 of what
-- a party shows, so that who reads this table can use none. Who is signed in at the upgrade signs in anew to sign out at the
-- provider.
drop table identity.oauth2_authorization;
create table identity.authorization_given (
  id text primary key,
  -- Only who has read the row as it is may change it.
  revision int not null,
  client text not null,
  principal text not null,
  grant_type text not null,
  scopes text[] not null,
  -- As Spring's authorization server writes them, without tokens.
  attributes text not null,
  tokens text not null,
  state_hash bytea,
  code_hash bytea,
  access_hash bytea,
  id_hash bytea,
  refresh_hash bytea,
  kept_until timestamptz not null
);
create index authorization_given_state on identity.authorization_given (state_hash) where state_hash is not null;
create index authorization_given_code on identity.authorization_given (code_hash) where code_hash is not null;
create index authorization_given_access on identity.authorization_given (access_hash) where access_hash is not null;
create index authorization_given_id on identity.authorization_given (id_hash) where id_hash is not null;
create index authorization_given_refresh on identity.authorization_given (refresh_hash) where refresh_hash is not null;
create index authorization_given_kept on identity.authorization_given (kept_until);
grant select, insert, update, delete on identity.authorization_given to ceiba_app;
