-- By which grants a party gets tokens: people's by a code, its own by what it proves itself with (RFC 6749, 4.4). No new rows.
alter table identity.relying_party add column grants text[] not null default '{authorization_code}'
  check (cardinality(grants) > 0);
