-- On which road a ticket was written: a code of belize/roads.yaml, or OTHER; null when the officer named none. In miles from the road's first.
alter table transport.ticket
  add column road text,
  add column mile numeric(5, 1) check (mile >= 0);
create index ticket_at on transport.ticket (at);

-- Crashes on the road as officers reported them: some 3,000 rows a year, kept for good, because figures of many years are made of them. Key: the number, which is
-- random and so its own distribution key. Never changed: what became known later is in crash_note.
create table transport.crash (
  number text primary key,
  -- Of the form, so that one that is sent twice is entered once.
  form_key uuid not null unique,
  agency text not null,
  reported_by text not null,
  reported_by_name text not null,
  reported_at timestamptz not null,
  at timestamptz not null,
  district text not null,
  road text not null,
  mile numeric(5, 1) check (mile >= 0),
  place text not null,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  collision text not null,
  light text not null,
  weather text not null,
  surface text not null,
  factors text[] not null,
  check ((latitude is null) = (longitude is null))
);
create index crash_at on transport.crash (at);
create index crash_agency on transport.crash (agency, reported_at desc);

create table transport.crash_vehicle (
  crash text not null references transport.crash,
  n int not null,
  kind text not null,
  plate text,
  -- Which had the plate then, as far as the register knew.
  vehicle bigint references transport.vehicle,
  primary key (crash, n)
);

-- Who was in a crash, without names. A driver's identity number only, sealed under a key outside the database; "about" is its keyed digest, by which he can be told
-- what is held of him.
create table transport.crash_person (
  crash text not null references transport.crash,
  n int not null,
  -- In or on which vehicle; null for who was on foot.
  vehicle int,
  role text not null,
  age_band text not null,
  injury text not null,
  sealed bytea,
  about bytea,
  primary key (crash, n),
  foreign key (crash, vehicle) references transport.crash_vehicle,
  check ((sealed is null) = (about is null))
);
create index crash_person_about on transport.crash_person (about) where about is not null;

-- What became known of a crash later, in the order of id: another injury of one person, an officer's note, or that it does not count.
create table transport.crash_note (
  id bigint generated always as identity primary key,
  crash text not null references transport.crash,
  kind text not null check (kind in ('INJURY', 'NOTE', 'VOID')),
  noted_by text not null,
  noted_by_name text not null,
  agency text not null,
  at timestamptz not null,
  person int,
  injury text,
  died_on date,
  why text not null,
  foreign key (crash, person) references transport.crash_person,
  check ((kind = 'INJURY') = (person is not null) and (person is null) = (injury is null)),
  check ((injury is not distinct from 'FATAL') = (died_on is not null))
);
create index crash_note_crash on transport.crash_note (crash, id);

-- How badly each person was hurt, as known now.
create view transport.crash_injury as
  select p.crash, p.n, coalesce((select c.injury from transport.crash_note c where c.crash = p.crash and c.person = p.n order by c.id desc limit 1),
    p.injury) as injury
  from transport.crash_person p;

-- Crashes that count, each as severe as the worst injury in it, as known now.
create view transport.crash_now as
  select c.*, coalesce((select i.injury from transport.crash_injury i where i.crash = c.number
      order by array_position(array['FATAL', 'SERIOUS', 'SLIGHT', 'NONE'], i.injury) limit 1), 'NONE') as severity
  from transport.crash c
  where not exists (select from transport.crash_note v where v.crash = c.number and v.kind = 'VOID');

grant select, insert on transport.crash, transport.crash_vehicle, transport.crash_person, transport.crash_note to ceiba_app;
grant select on transport.crash_injury, transport.crash_now to ceiba_app;
