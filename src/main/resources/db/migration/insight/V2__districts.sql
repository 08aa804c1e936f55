-- Revenue by district as well. At most seven times the rows of before. The district of a case may become known only after
-- it was counted, as when a register is asked after the payment; until now such cases stayed without one. So all is counted
-- anew from the feeds (docs/adr/0060); until the first run has caught up, figures are low.
truncate insight.case_fact, insight.daily, insight.wait, insight.revenue;
update insight.position set transaction = 0, position = 0;
alter table insight.revenue add column district text not null;
alter table insight.revenue drop constraint revenue_pkey;
alter table insight.revenue add primary key (agency, day, head, service, district);

-- Money of cases whose district is not known yet, by the case's key (case_fact.key): a row a booking, gone when the
-- district is known. Of cases that never tell theirs it stays, so it grows as bookings do; beyond one primary it is
-- distributed by key (Citus), as case_fact is.
create table insight.unplaced_revenue (
  key text not null,
  agency text not null,
  day date not null,
  head text not null,
  service text not null,
  payments int not null,
  cents bigint not null
);
create index unplaced_revenue_key on insight.unplaced_revenue (key);

grant select, insert, delete on insight.unplaced_revenue to ceiba_app;
