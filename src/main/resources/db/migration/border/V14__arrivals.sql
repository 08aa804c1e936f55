-- When an officer of Immigration first looked at a declaration: from then on its travellers are at the desk.
alter table border.declaration add column looked_at timestamptz;
grant update (looked_at) on border.declaration to ceiba_app;
create index declaration_day on border.declaration (travel_date);
create index decision_agency on border.decision (agency, decided_at);
create index assessment_time on border.assessment (assessed_at);

-- Arrivals of which Immigration decided, for figures: a row each, without name and document. When the declaration is erased its number goes and
-- the time is cut to the hour. Some two million a year at most; a larger state partitions by day. Key: id, until then number and position.
create table border.arrival (
  id bigint generated always as identity primary key,
  number text,
  position int not null,
  outcome text not null,
  port text not null,
  day date not null,
  decided_at timestamptz not null,
  -- The visitors' answers; empty where they were not asked.
  nationality text not null,
  purpose text not null,
  nights int,
  -- Seconds until the decision: since the carrier's time of arrival, and since an officer first looked; null where the data holds none.
  since_landing int check (since_landing >= 0),
  since_look int check (since_look >= 0),
  unique (number, position)
);
create index arrival_day on border.arrival (day);

grant select, insert on border.arrival to ceiba_app;
grant update (number, outcome, port, day, decided_at, nationality, purpose, nights, since_landing, since_look) on border.arrival to ceiba_app;
