-- What a party registers beside its addresses, by the names of RFC 7591 and its sisters; one that proves itself with a key has no
-- secret. No new rows.
alter table identity.relying_party add column metadata jsonb not null default '{}', alter column secret_hash drop not null;
grant update (name, redirect_uris, logout_uris, metadata) on identity.relying_party to ceiba_app;

-- Identifiers that may be used once: of client assertions (RFC 7523, 3) and of proofs of possession (RFC 9449, 11.1). A row for each,
-- deleted a few minutes later, so some ten thousand. Key: the SHA-256 of what, by whom and which.
create table identity.used_once (
  id text primary key,
  until timestamptz not null
);
create index used_once_until on identity.used_once (until);
grant select, insert, delete on identity.used_once to ceiba_app;

-- With what the provider signs: a new key each some months, published before it signs and until nothing is in use that it signed. A dozen
-- rows. The private key is sealed (AES-256-GCM) under a secret outside the database. Key: the key's thumbprint.
create table identity.provider_key (
  kid text primary key,
  algorithm text not null,
  sealed bytea not null,
  signs_from timestamptz not null
);
grant select, insert, delete on identity.provider_key to ceiba_app;
