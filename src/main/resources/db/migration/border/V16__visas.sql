-- Visas that were granted, for the passport that they are for. The document's status says whether one was revoked; how often one was used, decisions
-- of travellers with the same passport. Some thousands a year; rows that nobody changes. Key: the case.
create table border.visa (
  case_number text primary key,
  -- The number of the signed document.
  document text not null unique,
  passport_mac bytea not null,
  entries text not null check (entries in ('single', 'multiple')),
  valid_until date not null,
  stay_days int not null check (stay_days > 0),
  granted_at timestamptz not null
);
create index visa_passport on border.visa (passport_mac, granted_at desc);

grant select, insert on border.visa to ceiba_app;
