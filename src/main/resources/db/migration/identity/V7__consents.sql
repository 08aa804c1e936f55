-- What for a party asks about people, in both languages; another text is another purpose, for which people are asked again.
alter table identity.relying_party add column purpose_en text, add column purpose_es text,
  add column purpose_revision int not null default 1, add check ((purpose_en is null) = (purpose_es is null));
grant update (purpose_en, purpose_es, purpose_revision) on identity.relying_party to ceiba_app;

-- What people let parties know: one row for each time somebody was asked, never deleted, so that anybody can tell who was allowed what and
-- when; some ten rows a person. At most one of a person and a client is in force. Key: a random identifier, the receipt's number;
-- read by person. A larger state partitions by hash of person.
create table identity.consent (
  id uuid primary key,
  person uuid not null,
  client text not null,
  party text not null,
  purpose_en text not null,
  purpose_es text not null,
  purpose_revision int not null,
  granted text[] not null,
  -- What he need not tell and did not; he is not asked for it again.
  refused text[] not null,
  given_at timestamptz not null,
  -- When he withdrew it, or answered anew.
  ended_at timestamptz,
  withdrawn boolean not null default false
);
create unique index consent_in_force on identity.consent (person, client) where ended_at is null;
create index consent_of_person on identity.consent (person, given_at);
grant select, insert on identity.consent to ceiba_app;
grant update (ended_at, withdrawn) on identity.consent to ceiba_app;

-- Refresh tokens that were exchanged for others: who shows one again has stolen it, or was stolen from. One row an exchange, deleted with its
-- authorization; some hundred thousand. Key: the token's SHA-256.
create table identity.refresh_spent (
  hash bytea primary key,
  authorization_id text not null references identity.authorization_given (id) on delete cascade
);
create index refresh_spent_of on identity.refresh_spent (authorization_id);
grant select, insert, delete on identity.refresh_spent to ceiba_app;
