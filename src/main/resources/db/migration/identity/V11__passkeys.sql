-- By what name authenticators know a person (user handle; WebAuthn Level 3, 5.4.3): 32 random bytes that say nothing of him. A row for
-- each person who ever made a passkey, never deleted; keyed by handle, and by person. No partitions: a few hundred thousand rows.
create table identity.passkey_user (
  handle bytea primary key check (length(handle) = 32),
  person uuid not null unique references identity.person (id)
);

-- Passkeys: a few for each person who has any, at most ten; deleted when their owner removes them. Keyed by credential ID; read by
-- person. A larger state partitions by hash of the key.
create table identity.passkey (
  id bytea primary key check (length(id) between 1 and 1023),
  person uuid not null references identity.person (id),
  name text not null,
  -- AAGUID, credential ID and public key (WebAuthn Level 3, 6.5.1); nothing secret.
  credential bytea not null,
  aaguid uuid not null,
  -- Whether its maker vouched for the device, and we trust that maker.
  attested boolean not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  sign_count bigint not null,
  transports text[] not null,
  made_at timestamptz not null,
  -- From when it gives more than a code does.
  counts_from timestamptz not null,
  used_at timestamptz
);
create index passkey_person on identity.passkey (person);

-- Registrations and sign-ins with passkeys under way. A row lives for minutes and is deleted by who uses it; keyed by the SHA-256 of
-- the challenge, so that any process can take the answer.
create table identity.passkey_ceremony (
  challenge_hash bytea primary key,
  -- SHA-256 of the cookie of the browser that asked.
  browser_hash bytea not null,
  -- Whose it must be; null when anybody may sign in.
  person uuid,
  registers boolean not null,
  until timestamptz not null
);
create index passkey_ceremony_until on identity.passkey_ceremony (until);

-- A member of staff who has typed code and password and has no passkey yet makes his first one before he gets in.
alter table identity.challenge add column password_passed boolean not null default false;

grant select, insert on identity.passkey_user to ceiba_app;
grant select, insert, update, delete on identity.passkey to ceiba_app;
grant select, insert, delete on identity.passkey_ceremony to ceiba_app;
