-- How far each feed has been read; a row a feed. Locked while what follows is counted, so that of several processes one
-- counts and nothing is counted twice.
create table insight.position (
  feed text primary key,
  transaction bigint not null,
  position bigint not null
);
insert into insight.position (feed, transaction, position) values ('cases', 0, 0), ('payments', 0, 0);

-- What must be known of a case to count its next step. No person and no case number: the key is a MAC of the number under
-- a key outside the database. One row a case, about 120 bytes; not partitioned, since lists go through the index over
-- open cases; beyond one primary it is distributed by key (Citus).
create table insight.case_fact (
  key text primary key,
  service text not null,
  agency text not null,
  district text not null,
  revision int not null,
  waiting text not null,
  submitted_on date not null,
  due_on date,
  stopped_on date,
  decided boolean not null,
  open boolean not null,
  ended boolean not null
);
create index case_fact_open on insight.case_fact (agency, waiting, submitted_on) where open;

-- Counts by the day on which something happened. At most a row a day, service, agency and district, whatever the number of
-- cases: seven rows a day and service, not partitioned. Key: service, day, district, agency.
create table insight.daily (
  service text not null,
  day date not null,
  district text not null,
  agency text not null,
  submitted int not null,
  decided int not null,
  late int not null,
  granted int not null,
  refused int not null,
  withdrawn int not null,
  primary key (service, day, district, agency)
);
create index daily_agency on insight.daily (agency, day);

-- How many decided cases took how many working days; a histogram a day from which medians and percentiles of any range are
-- exact. A few rows for each row of daily, not partitioned. Key: as there, and the working days.
create table insight.wait (
  service text not null,
  day date not null,
  district text not null,
  agency text not null,
  working_days int not null,
  cases int not null,
  primary key (service, day, district, agency, working_days)
);
create index wait_agency on insight.wait (agency, day);

-- What came in, less what was given back, by day; a few rows a day, not partitioned. Key: agency, day, head, service.
create table insight.revenue (
  agency text not null,
  day date not null,
  head text not null,
  service text not null,
  payments int not null,
  cents bigint not null,
  primary key (agency, day, head, service)
);
create index revenue_service on insight.revenue (service, day);

grant select, update on insight.position to ceiba_app;
grant select, insert, update on insight.case_fact to ceiba_app;
grant select, insert, update on insight.daily to ceiba_app;
grant select, insert, update on insight.wait to ceiba_app;
grant select, insert, update on insight.revenue to ceiba_app;
