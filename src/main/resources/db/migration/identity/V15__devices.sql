-- Browsers in which somebody has signed in. A handful for each person, at most thirty; deleted a good year after he used it last. One that
-- he removed stays as long, so that a person without devices is not taken for one who has never had any. Keyed by id; found by the SHA-256 of the browser's cookie with the person's number, so that two people's rows of one
-- browser do not show that it is one. Read by person; a larger state partitions by hash of person.
create table identity.device (
  id uuid primary key,
  person uuid not null references identity.person (id),
  cookie_hash bytea not null unique,
  -- Browser and system in words, never the header that they were read from.
  name text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  removed_at timestamptz,
  -- Where it was last, to a tenth of a degree, if the proxy in front says so; else null.
  country text check (country ~ '^[A-Z]{2}$'),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  -- When the last session in it began, by which that is found.
  session_begun timestamptz,
  -- SHA-256 of what the link "This was not me" holds, and how long it works.
  alarm_hash bytea unique,
  alarm_until timestamptz
);
create index device_person on identity.device (person);

-- Wrong codes that came from browsers that do not belong to the number, counted for known and unknown numbers alike. A row for each number
-- that somebody failed with within a day; then it is deleted. Key: number.
create table identity.failed_try (
  number text primary key,
  tries int not null,
  last_at timestamptz not null
);
create index failed_try_last on identity.failed_try (last_at);

-- Why more than the code was asked for, and the code that went the other way (as a MAC).
alter table identity.challenge
  add column signals text[] not null default '{}',
  add column other_mac bytea;

grant select, insert, update, delete on identity.device, identity.failed_try to ceiba_app;
