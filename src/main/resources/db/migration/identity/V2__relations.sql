-- Who is whose relative: parents, children, siblings and spouses, each once and in both directions. A handful of rows for
-- each person, kept by the registers of births and marriages. Key: both numbers.
create table identity.relation (
  number text not null references identity.person (number),
  relative text not null references identity.person (number),
  kind text not null check (kind in ('PARENT', 'CHILD', 'SIBLING', 'SPOUSE')),
  primary key (number, relative),
  check (number <> relative)
);
grant select, insert, delete on identity.relation to ceiba_app;
