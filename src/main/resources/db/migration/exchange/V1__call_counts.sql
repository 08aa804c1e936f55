-- How often each agreement is used. One row for an agreement and a day: some dozens a day in Belize. Key (agreement, day); a larger country
-- partitions by month of day. A row is written once for each hundredth of the agreed volume, not for each call.

create table exchange.call_count (
  agreement text not null,
  day date not null,
  service text not null,
  -- What processes have taken of the volume; they may not have used all of it.
  calls int not null check (calls >= 0),
  primary key (agreement, day)
);
-- To find what nobody asks.
create index call_count_day on exchange.call_count (day, service);

grant select, insert on exchange.call_count to ceiba_app;
grant update (calls) on exchange.call_count to ceiba_app;
