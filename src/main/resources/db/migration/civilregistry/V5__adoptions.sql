-- Which births are sealed, and by the entry of which adoption: the only place that links the two. The application adds rows and can read none;
-- what it may know of them it asks of the functions below. A row an adoption, some 50 a year for Belize; never changed and never deleted.
-- Key: the entry of the birth.
create table civilregistry.seal (
  book text not null,
  number int not null,
  adoption_book text not null,
  adoption_number int not null,
  sealed_at timestamptz not null,
  primary key (book, number),
  unique (adoption_book, adoption_number),
  foreign key (book, number) references civilregistry.entry (book, number),
  foreign key (adoption_book, adoption_number) references civilregistry.entry (book, number)
);

-- The cases in which a sealed birth was applied for, certified or annotated. Key: case.
create table civilregistry.sealed_case (
  case_number text primary key,
  book text not null,
  number int not null,
  foreign key (book, number) references civilregistry.seal (book, number)
);

-- Who had a part in a sealed birth, so that their logs do not name it. Key: entry and person.
create table civilregistry.sealed_person (
  book text not null,
  number int not null,
  person text not null,
  primary key (book, number, person),
  foreign key (book, number) references civilregistry.seal (book, number)
);
create index sealed_person_person on civilregistry.sealed_person (person);

-- The orders of courts that were taken, by the sender's own number; what they said is in the entry of the adoption. Never changed.
create table civilregistry.adoption_order (
  sender text not null,
  number text not null,
  fingerprint bytea not null,
  book text not null,
  entry int not null,
  received_at timestamptz not null,
  told_by text not null,
  told_by_name text,
  primary key (sender, number),
  foreign key (book, entry) references civilregistry.entry (book, number)
);

-- Who asked to open a sealed birth, by the entry of the adoption, and what a second registrar said. Append-only. Key: id.
create table civilregistry.opening (
  id bigint generated always as identity primary key,
  book text not null,
  number int not null,
  ground text not null check (ground in ('COURT_ORDER', 'ADOPTED_PERSON')),
  evidence text not null check (length(evidence) >= 10),
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  unique (id, asked_by),
  foreign key (book, number) references civilregistry.entry (book, number)
);
create index opening_entry on civilregistry.opening (book, number, id desc);

create table civilregistry.opening_decision (
  opening bigint primary key,
  asked_by text not null,
  agreed boolean not null,
  by text not null,
  by_name text not null,
  at timestamptz not null,
  foreign key (opening, asked_by) references civilregistry.opening (id, asked_by),
  -- Four eyes, whatever the code does.
  check (by <> asked_by)
);

create function civilregistry.is_sealed(p_book text, p_number int) returns boolean
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select exists (select from seal s where s.book = p_book and s.number = p_number)';

-- Whether a birth of that mother, day and order was registered and sealed, so that nobody registers it again.
create function civilregistry.is_sealed_birth(p_mother text, p_born_on text, p_order text) returns boolean
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select exists (select from sealed_person p join entry e using (book, number)
      where p.person = p_mother and e.facts ->> ''mother_number'' = p_mother and e.facts ->> ''born_on'' = p_born_on
        and coalesce(e.facts ->> ''birth_order'', ''1'') = p_order)';

create function civilregistry.is_sealed_case(p_case text) returns boolean
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select exists (select from sealed_case s where s.case_number = p_case)';

-- What of a person's log names a sealed birth: entries of the register, and cases.
create function civilregistry.sealed_from(p_persons text[]) returns table (record text, case_number text)
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select p.book || ''/'' || p.number, c.case_number from sealed_person p
      left join sealed_case c using (book, number) where p.person = any (p_persons)';

-- The sealed birth that two registrars opened less than a week ago; nothing for any other opening.
create function civilregistry.opened(p_opening bigint) returns setof civilregistry.entry
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select e.* from opening o join opening_decision d on d.opening = o.id
      join seal s on s.adoption_book = o.book and s.adoption_number = o.number
      join entry e on e.book = s.book and e.number = s.number
      where o.id = p_opening and d.agreed and d.at > now() - interval ''7 days''';

create function civilregistry.opened_annotations(p_opening bigint) returns setof civilregistry.annotation
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select a.* from opened(p_opening) e join annotation a using (book, number) order by a.sequence';

revoke all on function civilregistry.is_sealed, civilregistry.is_sealed_birth, civilregistry.is_sealed_case, civilregistry.sealed_from,
  civilregistry.opened, civilregistry.opened_annotations from public;
grant execute on function civilregistry.is_sealed, civilregistry.is_sealed_birth, civilregistry.is_sealed_case, civilregistry.sealed_from,
  civilregistry.opened, civilregistry.opened_annotations to ceiba_app;

-- For the application a sealed entry, its annotations, certificates and tellings are not there, whatever a query forgets. It is also in no
-- index: its rows in reading and party are deleted when it is sealed.
alter table civilregistry.entry enable row level security;
create policy open_only on civilregistry.entry using (not civilregistry.is_sealed(book, number)) with check (true);
alter table civilregistry.annotation enable row level security;
create policy open_only on civilregistry.annotation using (not civilregistry.is_sealed(book, number)) with check (true);
alter table civilregistry.certificate enable row level security;
create policy open_only on civilregistry.certificate using (not civilregistry.is_sealed(book, number)) with check (true);
alter table civilregistry.telling enable row level security;
create policy open_only on civilregistry.telling using (not civilregistry.is_sealed(book, number)) with check (true);

grant insert on civilregistry.seal, civilregistry.sealed_case, civilregistry.sealed_person to ceiba_app;
grant select, insert on civilregistry.adoption_order, civilregistry.opening, civilregistry.opening_decision to ceiba_app;
grant delete on civilregistry.reading to ceiba_app;
