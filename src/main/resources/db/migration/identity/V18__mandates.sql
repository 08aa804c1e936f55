-- What a court's order lets nobody do alone: another guardian has to confirm it. And an order may be taken back.
alter table identity.guardianship add column joint text[] not null default '{}';
alter table identity.guardianship drop constraint guardianship_ended_why_check,
  add constraint guardianship_ended_why_check check (ended_why in ('AGE', 'TIME', 'DEATH', 'REVOKED'));
alter table identity.life_event drop constraint life_event_kind_check,
  add constraint life_event_kind_check check (kind in ('BIRTH', 'DEATH', 'MARRIAGE', 'NAME', 'NATURALISATION', 'RESIDENCE', 'GUARDIANSHIP',
    'GUARDIANSHIP_END'));

-- Companies, as their register tells of them, so that their officers can act for them. Some 30,000 rows for Belize, never deleted. Key: a
-- number like a person's, so that all rooms keep their things for it as for a person; a number that is drawn is looked for
-- among both. Not partitioned.
create table identity.company (
  number text primary key,
  -- In the companies' own register.
  registration text not null unique,
  name text not null,
  status text not null check (status in ('ACTIVE', 'DISSOLVED')),
  -- The day since which what stands here is so; what is told of an earlier one changes nothing.
  told_on date not null
);
grant select, insert on identity.company to ceiba_app;
grant update (name, status, told_on) on identity.company to ceiba_app;

-- What the register of companies told: a row each time, some thousands a year, never deleted. Partitioned by year of receipt in a larger
-- state. Key: the source and its own identifier of it.
create table identity.company_event (
  source text not null,
  event text not null,
  company text not null references identity.company (number),
  happened_on date not null,
  reference text not null,
  message jsonb not null,
  fingerprint bytea not null,
  told_by text not null,
  told_by_name text,
  received_at timestamptz not null,
  applied boolean not null,
  primary key (source, event)
);
create index company_event_company on identity.company_event (company, happened_on);
grant select, insert on identity.company_event to ceiba_app;

-- Who may act for whom other than as a guardian: officers of companies, and whom a citizen lets. Some 60,000 and 20,000 rows for Belize;
-- never deleted, so that one can tell who could act on a day. Partitioned by hash of actor in a larger state. Key: id; read by actor
-- and by whom it is for.
create table identity.mandate (
  id uuid primary key,
  ground text not null check (ground in ('OFFICER', 'DELEGATION')),
  actor text not null references identity.person (number),
  -- One of these.
  person text references identity.person (number),
  company text references identity.company (number),
  -- The office, such as director; null for a delegation.
  role text,
  limits text[] not null default '{}',
  joint text[] not null default '{}',
  from_day date not null,
  -- The first day on which it is no more, from midnight in Belize.
  until_day date check (until_day > from_day),
  offered_at timestamptz not null,
  -- Null until the one who shall act has said yes.
  accepted_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why in ('TIME', 'DEATH', 'WITHDRAWN', 'DECLINED', 'GIVEN_UP', 'LEFT')),
  check ((ended_at is null) = (ended_why is null)),
  check ((person is null) <> (company is null)),
  check ((ground = 'OFFICER') = (company is not null)),
  check (actor <> person)
);
create unique index mandate_delegation on identity.mandate (person, actor) where ground = 'DELEGATION' and ended_at is null;
create unique index mandate_officer on identity.mandate (company, actor, role) where ground = 'OFFICER' and ended_at is null;
create index mandate_actor on identity.mandate (actor, offered_at);
create index mandate_until on identity.mandate (until_day) where ended_at is null;
grant select, insert on identity.mandate to ceiba_app;
grant update (limits, joint, from_day, until_day, accepted_at, ended_at, ended_why) on identity.mandate to ceiba_app;
