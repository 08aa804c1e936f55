-- The register holds more than births. What kinds there are, on which grounds an entry is annotated and what is told of it is said in one
-- place, the code, where each kind describes itself; the tables check the form of the words only, so that another kind needs no migration.
alter table civilregistry.entry
  drop constraint entry_kind_check,
  add constraint entry_kind_check check (kind ~ '^[A-Z][A-Z_]{1,39}$');
alter table civilregistry.telling
  drop constraint telling_purpose_check,
  add constraint telling_purpose_check check (purpose ~ '^[a-z][a-z-]{1,39}$');

-- An annotation that takes the whole entry back needs two officers, whatever the code does.
alter table civilregistry.annotation
  drop constraint annotation_ground_check,
  add constraint annotation_ground_check check (ground ~ '^[A-Z][A-Z_]{1,39}$'),
  add column proposed_by text,
  add column proposed_by_name text,
  add constraint annotation_four_eyes check (ground <> 'ANNULLED' or (proposed_by is not null and proposed_by <> annotated_by));

-- Who has which part in an entry, by the entry as it reads today: mother and father, the dead, the spouses. One to four rows an entry,
-- made anew with each annotation. Key: entry and part. A larger state distributes it as the entries.
create table civilregistry.party (
  book text not null,
  number int not null,
  party text not null check (party ~ '^[A-Z][A-Z_]{1,39}$'),
  person text not null,
  primary key (book, number, party),
  foreign key (book, number) references civilregistry.entry (book, number)
);
insert into civilregistry.party (book, number, party, person)
  select book, number, 'MOTHER', mother from civilregistry.reading where mother is not null
  union all select book, number, 'FATHER', father from civilregistry.reading where father is not null
  union all select book, number, 'CHILD', child from civilregistry.reading where child is not null;
create index party_person on civilregistry.party (person);

alter table civilregistry.reading drop column mother, drop column father, drop column child;
alter table civilregistry.reading rename column born_on to happened_on;
-- What happened abroad has no district.
alter table civilregistry.reading alter column district drop not null;
alter table civilregistry.reading add column annulled boolean not null default false;
alter index civilregistry.reading_born rename to reading_happened;

-- A notifier numbers each kind of event by itself.
alter table civilregistry.notification add column event text not null default 'BIRTH' check (event ~ '^[A-Z][A-Z_]{1,39}$');
alter table civilregistry.notification alter column event drop default;
alter table civilregistry.notification drop constraint notification_pkey, add primary key (event, sender, number);
alter table civilregistry.notification rename column born_on to happened_on;
-- By whom it is found: of a birth the mother, of a death the dead.
alter table civilregistry.notification rename column mother to person;
drop index civilregistry.notification_mother;
create index notification_person on civilregistry.notification (person, happened_on) where person is not null;
drop index civilregistry.notification_open;
create index notification_open on civilregistry.notification (event, happened_on) where entry_book is null;

-- What the register of people says of the numbers in an application, by the field in which a number stands.
alter table civilregistry.parent rename to number_check;
alter table civilregistry.number_check rename column parent to field;
alter table civilregistry.number_check drop constraint parent_parent_check;
update civilregistry.number_check set field = lower(field) || '_number';
alter table civilregistry.number_check rename constraint parent_pkey to number_check_pkey;

grant select, insert, update (person), delete on civilregistry.party to ceiba_app;
grant update (happened_on, annulled) on civilregistry.reading to ceiba_app;
