alter table identity.person
  -- Null while he lives, as far as the register knows.
  add column died_on date,
  -- His last day as a resident; null while he is one.
  add column resident_until date;

-- To end what the provider has given for a person, all at once.
create index authorization_given_principal on identity.authorization_given (principal);

-- What agencies told of people's lives: births, deaths, marriages, changes of name, naturalisations, ends of residence, guardianships. A row
-- each, some 40,000 a year for Belize; never deleted, so that one can tell who said what and when, and what stood there before.
-- Partitioned by year of receipt in a larger state. Key: the source and its own identifier of the event; read by person.
create table identity.life_event (
  source text not null,
  event text not null,
  kind text not null check (kind in ('BIRTH', 'DEATH', 'MARRIAGE', 'NAME', 'NATURALISATION', 'RESIDENCE', 'GUARDIANSHIP')),
  person text not null references identity.person (number),
  happened_on date not null,
  -- The entry in the source's own register.
  reference text not null,
  message jsonb not null,
  -- SHA-256 of the message: the same identifier with another one is refused.
  fingerprint bytea not null,
  told_by text not null,
  told_by_name text,
  received_at timestamptz not null,
  before jsonb not null,
  after jsonb not null,
  -- False for what arrived after something that happened later and counts instead.
  applied boolean not null,
  annulled_at timestamptz,
  primary key (source, event)
);
create index life_event_person on identity.life_event (person, happened_on);
grant select, insert on identity.life_event to ceiba_app;
grant update (annulled_at) on identity.life_event to ceiba_app;

-- Deaths that were recorded wrongly, to be undone by two officers: a few a year, never deleted. Key: id.
create table identity.annulment (
  id uuid primary key,
  source text not null,
  event text not null,
  ground text not null,
  document text not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'APPROVED', 'DECLINED')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  foreign key (source, event) references identity.life_event (source, event),
  -- Four eyes, whatever the code does.
  check (decided_by <> proposed_by),
  check ((state = 'WAITING') = (decided_by is null))
);
create unique index annulment_waiting on identity.annulment (source, event) where state = 'WAITING';
grant select, insert, update on identity.annulment to ceiba_app;

-- Who may act for a minor or a ward: parents until he comes of age, and whom a court appointed. One or two rows a child, some 250,000 for
-- Belize; never deleted. Partitioned by hash of ward in a larger state. Key: id; read by ward and by guardian.
create table identity.guardianship (
  id uuid primary key,
  guardian text not null references identity.person (number),
  ward text not null references identity.person (number),
  ground text not null check (ground in ('PARENT', 'COURT')),
  -- The court's order, or null for parents.
  reference text,
  -- What it is limited to; empty for everything.
  limits text[] not null default '{}',
  from_day date not null,
  -- The first day on which it is no more, from midnight in Belize; null for a court's order without end.
  until_day date check (until_day > from_day),
  ended_at timestamptz,
  ended_why text check (ended_why in ('AGE', 'TIME', 'DEATH')),
  check ((ended_at is null) = (ended_why is null)),
  check (guardian <> ward)
);
create unique index guardianship_parent on identity.guardianship (ward, guardian) where ground = 'PARENT';
create index guardianship_ward on identity.guardianship (ward) where ended_at is null;
create index guardianship_guardian on identity.guardianship (guardian) where ended_at is null;
create index guardianship_until on identity.guardianship (until_day) where ended_at is null;
grant select, insert on identity.guardianship to ceiba_app;
grant update (ended_at, ended_why) on identity.guardianship to ceiba_app;

-- The parents whom the register knows. Who was born on 29 February comes of age on 1 March.
insert into identity.guardianship (id, guardian, ward, ground, from_day, until_day)
select gen_random_uuid(), r.number, r.relative, 'PARENT', p.birth_date, a.on_day
from identity.relation r
join identity.person p on p.number = r.relative
cross join lateral (select case when to_char(p.birth_date, 'MMDD') = '0229' then make_date(extract(year from p.birth_date)::int + 18, 3, 1)
  else (p.birth_date + interval '18 years')::date end as on_day) a
where r.kind = 'CHILD' and p.status = 'ACTIVE' and a.on_day > (now() at time zone 'America/Belize')::date;
