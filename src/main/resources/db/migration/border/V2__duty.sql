-- What Customs assessed on goods of a declaration. One for some declarations in a hundred; key: id, found by the declaration's number.
create table border.assessment (
  id bigint generated always as identity primary key,
  number text not null references border.declaration,
  -- Each line with heading, value, what passes free, duty and tax, in cents, as they were assessed.
  lines jsonb not null,
  cents bigint not null check (cents >= 0),
  needs_permit boolean not null,
  -- The bill at the payments room; null when nothing is to be paid, or nobody is known by a number who could be billed.
  bill uuid,
  by text not null,
  by_name text not null,
  device_key text not null unique,
  assessed_at timestamptz not null
);
create index assessment_declaration on border.assessment (number, id desc);

grant select, insert on border.assessment to ceiba_app;
