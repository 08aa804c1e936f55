-- What officers ask for at a counter: to enter somebody, or to give somebody a new phone or card (recovery). One row each time, a few
-- thousand a year; kept for good, for it says who let whom in. Key: id; read by person and by state. Not partitioned.
create table identity.counter_request (
  id uuid primary key,
  kind text not null check (kind in ('ENROL', 'RECOVER')),
  -- Null until somebody who is to be entered has been.
  person uuid references identity.person (id),
  applicant jsonb,
  agency text not null,
  state text not null check (state in ('OPEN', 'WAITING', 'COOLING', 'DONE', 'DECLINED', 'STOPPED')),
  proof jsonb not null,
  phone text check (phone ~ '^\+[0-9]{7,15}$'),
  -- The code that went to that phone, as a MAC.
  code_mac bytea,
  code_tries int not null default 0,
  phone_proved boolean not null default false,
  keep_email boolean not null default false,
  wants_card boolean not null default false,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  effective_at timestamptz,
  -- SHA-256 of what the link "Stop this" holds.
  stop_hash bytea unique,
  stopped_at timestamptz,
  stopped_how text check (stopped_how in ('link', 'person')),
  reviewed_by_name text,
  reviewed_at timestamptz,
  check (kind = 'ENROL' or person is not null),
  check (decided_by <> asked_by)
);
create unique index counter_request_live on identity.counter_request (person) where state in ('OPEN', 'WAITING', 'COOLING');
create index counter_request_state on identity.counter_request (state, asked_at) where state not in ('DONE', 'DECLINED');

-- Officers look whether somebody who is to be entered is in the register already.
create index person_birth on identity.person (birth_date, lower(family));

-- Cards for people without a phone: a printed secret, of which the SHA-256 is kept, and a PIN, kept as Argon2id over a MAC under a key outside
-- the database. One that works at most for each person; those before stay as ended. Key: id; found by the secret's hash. A larger
-- state partitions by hash of person.
create table identity.card (
  id uuid primary key,
  person uuid references identity.person (id),
  -- With which it takes effect.
  request uuid not null references identity.counter_request (id),
  secret_hash bytea not null unique,
  pin_hash text not null,
  made_at timestamptz not null,
  active_at timestamptz,
  ended_at timestamptz,
  -- Wrong PINs since the last right one, and from when the next is taken.
  tries int not null default 0,
  next_try_at timestamptz,
  used_at timestamptz
);
create unique index card_person on identity.card (person) where active_at is not null and ended_at is null;
create unique index card_request on identity.card (request) where ended_at is null;

-- Sign-ins with a card that an assistant opened. A row lives for minutes. Keyed by the MAC of its six digits.
create table identity.card_opening (
  code_mac bytea primary key,
  assistant text not null,
  assistant_name text not null,
  agency text not null,
  until timestamptz not null
);
create index card_opening_until on identity.card_opening (until);

grant select, insert on identity.counter_request, identity.card to ceiba_app;
grant update (person, state, code_mac, code_tries, phone_proved, decided_by, decided_by_name, decided_at, effective_at, stop_hash, stopped_at,
  stopped_how, reviewed_by_name, reviewed_at) on identity.counter_request to ceiba_app;
grant update (person, pin_hash, active_at, ended_at, tries, next_try_at, used_at) on identity.card to ceiba_app;
grant select, insert, delete on identity.card_opening to ceiba_app;
