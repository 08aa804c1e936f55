-- New last days of stays, beside the decision that admitted: rows that nobody changes, the latest day counts. One for some visitors in a hundred;
-- key: the case.
create table border.extension (
  case_number text primary key,
  number text not null references border.declaration,
  position int not null,
  until date not null,
  by text not null,
  granted_at timestamptz not null
);
create index extension_stay on border.extension (number, position);

grant select, insert on border.extension to ceiba_app;
