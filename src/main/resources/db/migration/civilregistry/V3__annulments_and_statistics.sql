-- Entries that an officer wants to take back as a whole, and what a second one decided; a few a year. The annulment itself is an annotation.
-- Key: id; of each entry at most one waits.
create table civilregistry.annulment (
  id bigint generated always as identity primary key,
  book text not null,
  number int not null,
  why text not null check (length(why) >= 10),
  evidence text not null check (length(evidence) >= 3),
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'APPROVED', 'DECLINED')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  foreign key (book, number) references civilregistry.entry (book, number),
  check ((state = 'WAITING') = (decided_by is null)),
  -- Four eyes, whatever the code does. Who proposed may withdraw it.
  check (state <> 'APPROVED' or decided_by <> proposed_by)
);
create unique index annulment_waiting on civilregistry.annulment (book, number) where state = 'WAITING';

grant select, insert on civilregistry.annulment to ceiba_app;
grant update (state, decided_by, decided_by_name, decided_at) on civilregistry.annulment to ceiba_app;

-- What the register of people says of the person besides the name: somebody may be dead there already.
alter table civilregistry.number_check add column status text, add column born_on date;
grant update (status, born_on) on civilregistry.number_check to ceiba_app;

-- Deaths and births are counted by day and place, of residence as well as of occurrence.
create index reading_counted on civilregistry.reading (kind, happened_on) where not annulled;
create index entry_registered on civilregistry.entry (registered_at);
