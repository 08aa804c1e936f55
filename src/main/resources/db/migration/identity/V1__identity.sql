-- The register of people. A row per person ever registered, about 400,000 for Belize; never deleted, so that a number is
-- never given twice. A larger state partitions by hash of number, which is the key of every question.
create table identity.person (
  id uuid primary key,
  number text not null unique check (number ~ '^[1-9][0-9]{11}$'),
  given text not null,
  middle text,
  family text not null,
  birth_name text,
  aliases text[] not null default '{}',
  sex text not null check (sex in ('F', 'M')),
  birth_date date not null,
  birth_place text not null,
  district text not null,
  town text not null,
  address text not null,
  phone text check (phone ~ '^\+[0-9]{7,15}$'),
  email text,
  language text not null,
  status text not null check (status in ('ACTIVE', 'DECEASED'))
);

-- Passwords of staff: one row each, keyed by person.
create table identity.password (
  number text primary key references identity.person (number),
  hash text not null,
  changed_at timestamptz not null
);

-- Sign-ins under way, for known and unknown numbers alike. A row lives for minutes; the code is kept as a MAC only. Keyed
-- by the SHA-256 of a random cookie.
create table identity.challenge (
  cookie_hash bytea primary key,
  number text not null,
  known boolean not null,
  code_mac bytea not null,
  tries int not null default 0,
  code_passed boolean not null default false,
  until timestamptz not null
);
create index challenge_until on identity.challenge (until);

-- Authorizations as Spring's authorization server keeps them: one per sign-in, deleted when its tokens have expired.
create table identity.oauth2_authorization (
  id text primary key,
  registered_client_id text not null,
  principal_name text not null,
  authorization_grant_type text not null,
  authorized_scopes text,
  attributes text,
  state text,
  authorization_code_value text,
  authorization_code_issued_at timestamptz,
  authorization_code_expires_at timestamptz,
  authorization_code_metadata text,
  access_token_value text,
  access_token_issued_at timestamptz,
  access_token_expires_at timestamptz,
  access_token_metadata text,
  access_token_type text,
  access_token_scopes text,
  oidc_id_token_value text,
  oidc_id_token_issued_at timestamptz,
  oidc_id_token_expires_at timestamptz,
  oidc_id_token_metadata text,
  refresh_token_value text,
  refresh_token_issued_at timestamptz,
  refresh_token_expires_at timestamptz,
  refresh_token_metadata text,
  user_code_value text,
  user_code_issued_at timestamptz,
  user_code_expires_at timestamptz,
  user_code_metadata text,
  device_code_value text,
  device_code_issued_at timestamptz,
  device_code_expires_at timestamptz,
  device_code_metadata text
);
create index oauth2_authorization_state on identity.oauth2_authorization (state);
create index oauth2_authorization_code on identity.oauth2_authorization using hash (authorization_code_value);
create index oauth2_authorization_access on identity.oauth2_authorization using hash (access_token_value);
create index oauth2_authorization_id_token on identity.oauth2_authorization using hash (oidc_id_token_value);
create index oauth2_authorization_expiry on identity.oauth2_authorization (access_token_expires_at);

grant select, insert, update on identity.person, identity.password to ceiba_app;
grant select, insert, update, delete on identity.challenge, identity.oauth2_authorization to ceiba_app;
