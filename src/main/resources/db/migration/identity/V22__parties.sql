-- Who runs a party and what became of it. A party in the sandbox signs in its own developers only; those that were there before are in
-- production. No new rows.
alter table identity.relying_party
  add column sandbox boolean not null default false,
  -- Where its owners are reached.
  add column contact text,
  -- Whether it may be told who proved what about people, and how (OpenID Connect for Identity Assurance 1.0).
  add column proofs boolean not null default false,
  -- The secret before the one in force, good until then, so that its servers can be changed one after the other.
  add column secret_before text check (length(secret_before) = 64),
  add column secret_before_until timestamptz,
  -- Why an officer ended it.
  add column end_reason text,
  add check ((secret_before is null) = (secret_before_until is null));
grant update (scopes, sandbox, contact, proofs, secret_before, secret_before_until, end_reason) on identity.relying_party to ceiba_app;

-- Who runs a party, and who was asked to: two or three rows a party, so some hundred. The number of who was asked need not be anybody's, so that
-- nobody learns whose it is by asking. Key: party and identity number.
create table identity.party_owner (
  client_id text not null references identity.relying_party (client_id),
  person text not null,
  -- Known once he has accepted.
  name text,
  asked_by text not null,
  asked_at timestamptz not null,
  accepted_at timestamptz,
  primary key (client_id, person),
  check ((name is null) = (accepted_at is null))
);
create index party_owner_person on identity.party_owner (person);
grant select, insert, delete on identity.party_owner to ceiba_app;
grant update (name, accepted_at) on identity.party_owner to ceiba_app;

-- What owners asked an officer to approve: a handful of rows a party, never deleted, so that one can tell who approved what. At most one of a
-- party waits. Key: a UUID of version 7.
create table identity.party_request (
  id uuid primary key,
  client_id text not null references identity.relying_party (client_id),
  -- Name, addresses, scopes and purpose as they would be.
  asked jsonb not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
  reason text,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  check (state <> 'DECLINED' or reason is not null)
);
create unique index party_request_waiting on identity.party_request (client_id) where state = 'WAITING';
grant select, insert on identity.party_request to ceiba_app;
grant update (state, reason, decided_by, decided_by_name, decided_at) on identity.party_request to ceiba_app;
