-- Why the entry of a birth is taken back, and which entry of the same child stays if it was entered twice; null for entries of other events.
alter table civilregistry.annulment
  add column cause text check (cause in ('DUPLICATE', 'ERROR', 'FRAUD')),
  add column stays_book text,
  add column stays_number int,
  add foreign key (stays_book, stays_number) references civilregistry.entry (book, number),
  add check ((stays_book is null) = (stays_number is null)),
  add check ((stays_book is not null) = (cause is not distinct from 'DUPLICATE')),
  add check ((stays_book, stays_number) is distinct from (book, number));
