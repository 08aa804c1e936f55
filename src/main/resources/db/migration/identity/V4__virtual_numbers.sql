-- Numbers by which a person signs in without giving his own away. A person makes a few a year; a row stays for ever, so that a
-- number is never given twice. Partitioned by hash of number in a larger state. Key: number; read by person.
create table identity.virtual_number (
  number text primary key check (number ~ '^[1-9][0-9]{15}$'),
  person text not null references identity.person (number),
  made_at timestamptz not null,
  -- Null: until its bearer ends it.
  until timestamptz check (until > made_at),
  ended_at timestamptz
);
create index virtual_number_person on identity.virtual_number (person) where ended_at is null;

-- Since when nobody can sign in with the identity number itself; null when one can.
alter table identity.person add column locked_at timestamptz;

-- A virtual number that is nobody's has no identity number to note.
alter table identity.challenge alter column number drop not null;

grant select, insert on identity.virtual_number to ceiba_app;
grant update (ended_at) on identity.virtual_number to ceiba_app;
